//! JSON without the white space between its parts.

/// Leaves white space outside strings out. The text must be JSON.
pub(crate) fn compact(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let (mut in_string, mut escaped) = (false, false);
    for &byte in bytes {
        if in_string {
            in_string = byte != b'"' || escaped;
            escaped = byte == b'\\' && !escaped;
        } else if byte == b'"' {
            in_string = true;
        } else if matches!(byte, b' ' | b'\t' | b'\r' | b'\n') {
            continue;
        }
        out.push(byte);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::compact;

    #[test]
    fn keeps_what_is_in_strings() {
        let text = br#" { "a b" : [ 1 , "c \" d" , "\\" , { } ] } "#;
        assert_eq!(compact(text), br#"{"a b":[1,"c \" d","\\",{}]}"#);
    }
}
