//! Opens dataset files and writes them: plain, gzip or zstd. When reading, the first bytes tell which; `-` is standard input.

use std::fs::File;
use std::io::{self, Cursor, Read, Write};
use std::path::Path;

use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;

const GZIP: [u8; 2] = [0x1f, 0x8b];
const ZSTD: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// What a dataset file is compressed with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Compression {
    /// Nothing.
    #[default]
    None,
    /// RFC 1952.
    Gzip,
    /// RFC 8878.
    Zstd,
}

impl Compression {
    /// What the name of a file promises: `.gz`, `.zst`, or nothing.
    pub fn of_name(path: &Path) -> Self {
        let ending = path.extension().and_then(|ending| ending.to_str());
        match ending {
            Some("gz") => Self::Gzip,
            Some("zst") => Self::Zstd,
            _ => Self::None,
        }
    }
}

/// Opens a file for reading, decompressed. What it is compressed with is seen from its content, not its name.
pub fn open_dataset(path: &Path) -> io::Result<Box<dyn Read + Send>> {
    let (source, _) = open_compressed(path)?;
    Ok(source)
}

/// As [`open_dataset`], and says what the file is compressed with.
pub fn open_compressed(path: &Path) -> io::Result<(Box<dyn Read + Send>, Compression)> {
    if path == Path::new("-") {
        decompressed(io::stdin())
    } else {
        decompressed(File::open(path)?)
    }
}

fn decompressed(
    mut source: impl Read + Send + 'static,
) -> io::Result<(Box<dyn Read + Send>, Compression)> {
    let mut head = Vec::with_capacity(ZSTD.len());
    source
        .by_ref()
        .take(ZSTD.len() as u64)
        .read_to_end(&mut head)?;
    let (gzip, zstd) = (head.starts_with(&GZIP), head.starts_with(&ZSTD));
    let whole = Cursor::new(head).chain(source);
    Ok(if gzip {
        (Box::new(MultiGzDecoder::new(whole)), Compression::Gzip)
    } else if zstd {
        let decoder = zstd::stream::read::Decoder::new(whole)?;
        (Box::new(decoder), Compression::Zstd)
    } else {
        (Box::new(whole), Compression::None)
    })
}

/// Writes a dataset file, compressed. What is not ended by [`DatasetWriter::finish`] is not whole.
pub struct DatasetWriter<W: Write>(Writer<W>);

enum Writer<W: Write> {
    Plain(W),
    Gzip(GzEncoder<W>),
    Zstd(zstd::stream::write::Encoder<'static, W>),
}

impl<W: Write> DatasetWriter<W> {
    /// Begins a file.
    pub fn new(target: W, compression: Compression) -> io::Result<Self> {
        Ok(Self(match compression {
            Compression::None => Writer::Plain(target),
            Compression::Gzip => {
                Writer::Gzip(GzEncoder::new(target, flate2::Compression::default()))
            }
            Compression::Zstd => Writer::Zstd(zstd::stream::write::Encoder::new(
                target,
                zstd::DEFAULT_COMPRESSION_LEVEL,
            )?),
        }))
    }

    /// Ends the file and gives back where it was written to.
    pub fn finish(self) -> io::Result<W> {
        match self.0 {
            Writer::Plain(target) => Ok(target),
            Writer::Gzip(encoder) => encoder.finish(),
            Writer::Zstd(encoder) => encoder.finish(),
        }
    }
}

impl<W: Write> Write for DatasetWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.0 {
            Writer::Plain(target) => target.write(bytes),
            Writer::Gzip(encoder) => encoder.write(bytes),
            Writer::Zstd(encoder) => encoder.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.0 {
            Writer::Plain(target) => target.flush(),
            Writer::Gzip(encoder) => encoder.flush(),
            Writer::Zstd(encoder) => encoder.flush(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read, Write};
    use std::path::Path;

    use super::{Compression, DatasetWriter, GzEncoder, decompressed};

    fn read(bytes: Vec<u8>) -> Vec<u8> {
        let mut out = Vec::new();
        let (mut source, _) = decompressed(Cursor::new(bytes)).unwrap();
        source.read_to_end(&mut out).unwrap();
        out
    }

    #[test]
    fn what_is_written_is_read_again() {
        let text = b"{\"messages\":[]}\n".repeat(1000);
        for (name, compression) in [
            ("a.jsonl", Compression::None),
            ("a.jsonl.gz", Compression::Gzip),
            ("a.jsonl.zst", Compression::Zstd),
        ] {
            assert_eq!(Compression::of_name(Path::new(name)), compression);
            let mut writer = DatasetWriter::new(Vec::new(), compression).unwrap();
            writer.write_all(&text).unwrap();
            let bytes = writer.finish().unwrap();
            let (mut source, found) = decompressed(Cursor::new(bytes)).unwrap();
            let mut again = Vec::new();
            source.read_to_end(&mut again).unwrap();
            assert_eq!((found, again), (compression, text.clone()));
        }
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
            let mut encoder = GzEncoder::new(&mut gzip, flate2::Compression::default());
            encoder.write_all(half).unwrap();
            encoder.finish().unwrap();
        }
        assert_eq!(read(gzip), text);
        assert_eq!(read(zstd::encode_all(&text[..], 1).unwrap()), text);
    }
}
