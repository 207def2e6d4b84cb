//! Names that exist and names that do not, in the shapes that queries come in.

use super::{Kind, resolve};
use crate::sql::catalog::Catalog;
use crate::sql::ddl_text::read_into;
use crate::sql::dialect::Dialect;
use crate::sql::parse::parse;

const SHOP: &str = "CREATE TABLE customers (id INT PRIMARY KEY, name TEXT, city TEXT, joined DATE);
    CREATE TABLE orders (id INT PRIMARY KEY, customer_id INT REFERENCES customers(id), placed DATE, total NUMERIC);
    CREATE TABLE items (order_id INT, product TEXT, quantity INT, price NUMERIC, PRIMARY KEY (order_id, product));";

fn found(text: &str, dialect: Dialect) -> Vec<(Kind, String)> {
    let mut catalog = Catalog::default();
    read_into(&mut catalog, SHOP, Dialect::Generic);
    let parsed = parse(text, dialect).unwrap_or_else(|why| panic!("{text}: {why:?}"));
    let report = resolve(&parsed, &catalog, dialect);
    let problems = report.problems.into_iter();
    problems.map(|it| (it.kind, it.words)).collect()
}

#[track_caller]
fn fine(text: &str) {
    assert_eq!(found(text, Dialect::Generic), [], "{text}");
}

#[track_caller]
fn wrong(text: &str, kind: Kind, words: &str) {
    let found = found(text, Dialect::PostgreSql);
    let hit = found
        .iter()
        .any(|(it, said)| *it == kind && said.contains(words));
    assert!(hit, "{text}: {found:?}");
}

#[test]
fn what_exists_is_found() {
    let queries = [
        "SELECT name FROM customers",
        "SELECT Name FROM CUSTOMERS AS c WHERE c.CITY = 'x'",
        "SELECT \"name\" FROM shop.public.customers",
        "SELECT c.*, o.total FROM customers c JOIN orders o ON o.customer_id = c.id",
        "SELECT name, total FROM customers, orders WHERE customers.id = customer_id",
        "SELECT id, name FROM customers c WHERE EXISTS (SELECT 1 FROM orders WHERE customer_id = c.id)",
        "SELECT name FROM customers WHERE id IN (SELECT customer_id FROM orders GROUP BY customer_id HAVING SUM(total) > 9)",
        "SELECT n, COUNT(*) FROM (SELECT name AS n, city FROM customers) AS x GROUP BY n ORDER BY 2 DESC",
        "SELECT x.n FROM (SELECT name FROM customers) AS x(n)",
        "WITH big AS (SELECT * FROM orders WHERE total > 9), b2 (who) AS (SELECT customer_id FROM big) SELECT who FROM b2",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9) SELECT i FROM n",
        "WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 9) SELECT i FROM n",
        "SELECT name AS who FROM customers UNION SELECT product FROM items ORDER BY who",
        "SELECT city, COUNT(*) AS n FROM customers GROUP BY city HAVING n > 1 ORDER BY n",
        "SELECT YEAR(placed) AS y, SUM(total) FROM orders GROUP BY y",
        "SELECT EXTRACT(YEAR FROM placed), DATEDIFF(day, placed, CURRENT_DATE), DATE_TRUNC(placed, MONTH) FROM orders",
        "SELECT DATE_SUB(placed, INTERVAL 7 DAY), placed - INTERVAL '7 days' FROM orders",
        "SELECT name, RANK() OVER (PARTITION BY city ORDER BY joined DESC) AS r FROM customers QUALIFY r = 1",
        "SELECT SUM(quantity * price) OVER w FROM items WINDOW w AS (PARTITION BY order_id)",
        "SELECT order_id, product FROM items JOIN orders ON orders.id = items.order_id",
        "SELECT id FROM customers JOIN (SELECT customer_id AS id FROM orders) o USING (id)",
        "SELECT c.name, t.total FROM customers c, LATERAL (SELECT total FROM orders o WHERE o.customer_id = c.id LIMIT 1) t",
        "SELECT c.name, t.total FROM customers c CROSS APPLY (SELECT TOP 1 total FROM orders o WHERE o.customer_id = c.id) t",
        "SELECT g FROM generate_series(1, 3) AS g",
        "SELECT table_name FROM information_schema.tables",
        "SELECT CASE WHEN total > 9 THEN 'big' ELSE 'small' END AS size FROM orders",
        "INSERT INTO orders (id, customer_id) VALUES (1, 2) ON CONFLICT (id) DO UPDATE SET total = excluded.total",
        "INSERT INTO customers SELECT id, product, product, NULL FROM items JOIN orders ON order_id = id",
        "UPDATE orders SET total = total * 1.1 WHERE customer_id = (SELECT id FROM customers WHERE name = 'x')",
        "UPDATE orders o SET total = 0 FROM customers c WHERE c.id = o.customer_id",
        "DELETE FROM orders WHERE placed < '2020-01-01'",
        "CREATE VIEW v AS SELECT name FROM customers; SELECT v.name FROM v",
        "CREATE TABLE t (a INT); INSERT INTO t (a) VALUES (1); SELECT a FROM t",
        "SELECT name FROM customers WHERE city = \"London\"",
        "SELECT (SELECT MAX(total) FROM orders WHERE customer_id = customers.id) FROM customers",
        "SELECT name FROM customers WHERE (id, city) IN (SELECT customer_id, product FROM orders, items)",
        "SELECT * FROM customers NATURAL JOIN orders",
        "SELECT a.name FROM customers a JOIN customers b ON a.city = b.city AND a.id < b.id",
        "SELECT COUNT(DISTINCT city) FILTER (WHERE joined IS NOT NULL) FROM customers",
        "SELECT (c.name) FROM (customers c JOIN orders o ON o.customer_id = c.id)",
    ];
    for query in queries {
        fine(query);
    }
}

#[test]
fn unknown_names_are_told_with_near_ones() {
    wrong(
        "SELECT name FROM customer",
        Kind::UnknownTable,
        "there is no table `customer`; did you mean `customers`?",
    );
    wrong(
        "SELECT nmae FROM customers",
        Kind::UnknownColumn,
        "there is no column `nmae`; did you mean `name`?",
    );
    wrong(
        "SELECT c.nmae FROM customers c",
        Kind::UnknownColumn,
        "`c` (customers) has no column `nmae`; did you mean `name`?",
    );
    wrong(
        "SELECT c.total FROM customers c JOIN orders o ON o.customer_id = c.id",
        Kind::UnknownColumn,
        "`o` has it",
    );
    wrong(
        "SELECT quantity FROM customers",
        Kind::UnknownColumn,
        "items has one, but is not part of the query here",
    );
    wrong(
        "SELECT customers.name FROM customers c",
        Kind::UnknownTable,
        "it is called `c` there",
    );
    wrong(
        "SELECT orders.id FROM customers",
        Kind::UnknownTable,
        "FROM does not name it",
    );
    wrong(
        "SELECT x.* FROM customers c",
        Kind::UnknownTable,
        "`x` in `x.*`",
    );
    wrong(
        "SELECT city FROM (SELECT name FROM customers) x",
        Kind::UnknownColumn,
        "`city`",
    );
    wrong(
        "WITH a AS (SELECT name FROM customers) SELECT city FROM a",
        Kind::UnknownColumn,
        "`city`",
    );
    wrong(
        "SELECT name FROM customers ORDER BY 2",
        Kind::UnknownColumn,
        "ORDER BY 2: there are 1 columns",
    );
    wrong(
        "SELECT name AS n FROM customers WHERE n = 'x'",
        Kind::UnknownColumn,
        "`n`",
    );
    wrong(
        "SELECT name FROM customers WHERE city = \"London\"",
        Kind::UnknownColumn,
        "postgresql takes what stands between double quotes for a name",
    );
    wrong(
        "SELECT name FROM customers UNION SELECT product FROM items ORDER BY city",
        Kind::UnknownColumn,
        "`city`",
    );
    wrong(
        "UPDATE orders SET amount = 1 WHERE id = 1",
        Kind::UnknownColumn,
        "`amount`",
    );
    wrong(
        "INSERT INTO orders (id, amount) VALUES (1, 2)",
        Kind::UnknownColumn,
        "`amount`",
    );
    wrong(
        "DELETE FROM order_items",
        Kind::UnknownTable,
        "`order_items`",
    );
    wrong(
        "SELECT id FROM orders JOIN items USING (order_id)",
        Kind::UnknownColumn,
        "USING (order_id): orders has no such column",
    );
    wrong(
        "SELECT id FROM customers WHERE EXISTS (SELECT 1 FROM orders WHERE buyer = customers.id)",
        Kind::UnknownColumn,
        "`buyer`",
    );
}

#[test]
fn other_mistakes_are_told() {
    wrong(
        "SELECT id FROM customers JOIN orders ON customer_id = customers.id",
        Kind::AmbiguousColumn,
        "`id` is ambiguous: customers and orders have it",
    );
    wrong(
        "SELECT id, name FROM customers UNION SELECT id FROM orders",
        Kind::Width,
        "queries of 2 and 1 columns",
    );
    wrong(
        "SELECT name FROM customers WHERE id IN (SELECT id, total FROM orders)",
        Kind::Width,
        "2 columns where one is wanted",
    );
    wrong(
        "INSERT INTO orders (id, total) VALUES (1)",
        Kind::Width,
        "2 columns and 1 values",
    );
    wrong(
        "WITH a (x, y) AS (SELECT id FROM orders) SELECT x FROM a",
        Kind::Width,
        "`a` names 2 columns",
    );
    wrong(
        "SELECT name FROM customers WHERE COUNT(*) > 1",
        Kind::Aggregate,
        "WHERE",
    );
    wrong(
        "SELECT SUM(COUNT(*)) FROM customers",
        Kind::Aggregate,
        "another aggregate",
    );
    wrong(
        "SELECT city, COUNT(*) FROM customers",
        Kind::Ungrouped,
        "`city` stands beside an aggregate",
    );
    wrong(
        "SELECT c.name, COUNT(*) FROM customers c GROUP BY city",
        Kind::Ungrouped,
        "`c.name` is neither grouped",
    );
    let fine_in = |text: &str| assert_eq!(found(text, Dialect::PostgreSql), [], "{text}");
    fine_in(
        "SELECT c.name, COUNT(*) FROM customers c JOIN orders o ON o.customer_id = c.id GROUP BY c.id",
    );
    fine_in("SELECT UPPER(c.name), COUNT(*) FROM customers c GROUP BY upper(name)");
    fine_in(
        "SELECT city || 'x', COUNT(*) FROM customers GROUP BY customers.city ORDER BY COUNT(*)",
    );
    fine_in("SELECT city AS place, COUNT(*) FROM customers GROUP BY place");
    fine_in("SELECT city, COUNT(*) * 100 / SUM(COUNT(*)) OVER () FROM customers GROUP BY 1");
    fine_in("SELECT MAX(total) FROM orders HAVING MAX(total) > 3");
}

#[test]
fn without_a_schema_nothing_is_said() {
    let text = "SELECT a.x, y FROM a JOIN b ON a.id = b.id WHERE z = 1";
    let parsed = parse(text, Dialect::Generic).unwrap();
    let report = resolve(&parsed, &Catalog::default(), Dialect::Generic);
    assert_eq!(report.problems, []);
}

#[test]
fn what_is_used_is_gathered() {
    let mut catalog = Catalog::default();
    read_into(&mut catalog, SHOP, Dialect::Generic);
    let parsed = parse(
        "SELECT name FROM customers c WHERE city = \"Rome\" AND EXISTS (SELECT 1 FROM orders WHERE customer_id = c.id)",
        Dialect::Sqlite,
    );
    let report = resolve(&parsed.unwrap(), &catalog, Dialect::Sqlite);
    assert_eq!(
        report.tables.into_iter().collect::<Vec<_>>(),
        ["customers", "orders"]
    );
    assert_eq!(
        report.columns.into_iter().collect::<Vec<_>>(),
        [
            "customers.city",
            "customers.id",
            "customers.name",
            "orders.customer_id"
        ]
    );
    assert_eq!(
        report.quoted_texts.into_iter().collect::<Vec<_>>(),
        ["Rome"]
    );
}
