//! Opens dataset files: plain, gzip or zstd, told by their first bytes; `-` is standard input.

use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::Path;

use flate2::read::MultiGzDecoder;

const GZIP: [u8; 2] = [0x1f, 0x8b];
const ZSTD: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// Opens a file for reading, decompressed. What it is compressed with is seen from its content, not its name.
pub fn open_dataset(path: &Path) -> io::Result<Box<dyn Read + Send>> {
    if path == Path::new("-") {
        decompressed(io::stdin())
    } else {
        decompressed(File::open(path)?)
    }
}

fn decompressed(mut source: impl Read + Send + 'static) -> io::Result<Box<dyn Read + Send>> {
    let mut head = Vec::with_capacity(ZSTD.len());
    source
        .by_ref()
        .take(ZSTD.len() as u64)
        .read_to_end(&mut head)?;
    let (gzip, zstd) = (head.starts_with(&GZIP), head.starts_with(&ZSTD));
    let whole = Cursor::new(head).chain(source);
    Ok(if gzip {
        Box::new(MultiGzDecoder::new(whole))
    } else if zstd {
        Box::new(zstd::stream::read::Decoder::new(whole)?)
    } else {
        Box::new(whole)
    })
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read, Write};

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::decompressed;

    fn read(bytes: Vec<u8>) -> Vec<u8> {
        let mut out = Vec::new();
        decompressed(Cursor::new(bytes))
            .unwrap()
            .read_to_end(&mut out)
            .unwrap();
        out
    }

    #[test]
    fn what_is_compressed_is_seen_from_the_content() {
        let text = b"{\"messages\":[]}\n".repeat(1000);
        assert_eq!(read(text.clone()), text);
        for short in [&b""[..], b"\x1f", b"{}"] {
            assert_eq!(read(short.to_vec()), short);
        }
        let mut gzip = Vec::new();
        // Two members, as `cat a.gz b.gz` makes them.
        for half in text.chunks(text.len() / 2) {
            let mut encoder = GzEncoder::new(&mut gzip, Compression::default());
            encoder.write_all(half).unwrap();
            encoder.finish().unwrap();
        }
        assert_eq!(read(gzip), text);
        assert_eq!(read(zstd::encode_all(&text[..], 1).unwrap()), text);
    }
}
