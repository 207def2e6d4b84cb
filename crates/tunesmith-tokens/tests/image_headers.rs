//! Headers of images, whole, cut off at every byte and damaged.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use proptest::prelude::*;
use tunesmith_tokens::ImageColour::{Cmyk, Grey, GreyAlpha, Palette, Rgb, Rgba};
use tunesmith_tokens::{
    DataUrlError, ImageColour, ImageFormat, ImageInfo, image_info, read_data_url,
};

fn png(colour: u8) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\x80\0\0\x01\xe0\x08".to_vec();
    bytes.push(colour);
    bytes
}

fn jpeg(marker: u8, components: u8, before: &[u8]) -> Vec<u8> {
    let mut bytes = b"\xff\xd8".to_vec();
    bytes.extend_from_slice(before);
    bytes.extend_from_slice(&[0xff, marker, 0, 17, 8, 1, 0xe0, 2, 0x80, components]);
    bytes
}

fn webp(chunk: &[u8]) -> Vec<u8> {
    [b"RIFF\x00\x01\0\0WEBP", chunk].concat()
}

fn info(format: ImageFormat, colour: Option<ImageColour>) -> Option<ImageInfo> {
    Some(ImageInfo {
        format,
        width: 640,
        height: 480,
        colour,
    })
}

fn cases() -> Vec<(&'static str, Vec<u8>, Option<ImageInfo>)> {
    use ImageFormat::{Gif, Jpeg, Png, Webp};
    let exif = [&[0xff, 0xe1, 0x40, 0x00][..], &[0xff; 0x3ffe]].concat();
    vec![
        ("grey png", png(0), info(Png, Some(Grey))),
        ("png", png(2), info(Png, Some(Rgb))),
        ("palette png", png(3), info(Png, Some(Palette))),
        ("grey alpha png", png(4), info(Png, Some(GreyAlpha))),
        ("alpha png", png(6), info(Png, Some(Rgba))),
        ("unknown colour png", png(9), info(Png, None)),
        ("jpeg", jpeg(0xc0, 3, b""), info(Jpeg, Some(Rgb))),
        (
            "progressive jpeg",
            jpeg(0xc2, 3, b"\xff\xff\xe0\0\x04ab"),
            info(Jpeg, Some(Rgb)),
        ),
        (
            "grey jpeg",
            jpeg(0xc0, 1, b"\xff\xc4\0\x03x"),
            info(Jpeg, Some(Grey)),
        ),
        (
            "cmyk jpeg behind exif",
            jpeg(0xc1, 4, &exif),
            info(Jpeg, Some(Cmyk)),
        ),
        (
            "jpeg without a frame",
            b"\xff\xd8\xff\xda\0\x02\xff\xc0\0\x11\x08\x01\xe0\x02\x80\x03".to_vec(),
            None,
        ),
        (
            "gif",
            b"GIF89a\x80\x02\xe0\x01".to_vec(),
            info(Gif, Some(Palette)),
        ),
        (
            "lossy webp",
            webp(b"VP8 \0\0\0\0\0\0\0\x9d\x01\x2a\x80\x02\xe0\x01"),
            info(Webp, Some(Rgb)),
        ),
        (
            "lossless webp",
            webp(b"VP8L\0\0\0\0\x2f\x7f\xc2\x77\x10"),
            info(Webp, Some(Rgba)),
        ),
        (
            "extended webp",
            webp(b"VP8X\0\0\0\0\x10\0\0\0\x7f\x02\0\xdf\x01\0"),
            info(Webp, Some(Rgba)),
        ),
        ("bmp", b"BM\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0".to_vec(), None),
        ("nothing", Vec::new(), None),
    ]
}

#[test]
fn headers_are_read() {
    for (name, bytes, wanted) in cases() {
        assert_eq!(image_info(&bytes), wanted, "{name}");
        for cut in 0..bytes.len() {
            assert_eq!(image_info(&bytes[..cut]), None, "{name} cut at {cut}");
        }
    }
}

#[test]
fn data_urls_are_read() {
    for (name, bytes, wanted) in cases() {
        for more in [0, 1, 2, 300] {
            let bytes = [&bytes[..], &vec![0; more]].concat();
            let url = format!("data:image/PNG;base64,{}", STANDARD.encode(&bytes));
            let read = read_data_url(&url).unwrap();
            assert_eq!(read.info, wanted, "{name}");
            assert_eq!(read.bytes, bytes.len() as u64, "{name}");
            assert_eq!(read.media_type, "image/png", "{name}");
        }
    }
    for (url, wanted) in [
        ("https://example.com/a.png", DataUrlError::NotADataUrl),
        ("data:image/png;base64", DataUrlError::NotADataUrl),
        ("é,", DataUrlError::NotADataUrl),
        ("data:image/png,AAAA", DataUrlError::NotBase64),
        ("data:é,AAAA", DataUrlError::NotBase64),
    ] {
        assert_eq!(read_data_url(url), Err(wanted), "{url}");
    }
    assert!(matches!(
        read_data_url("data:;base64,A A="),
        Err(DataUrlError::BadBase64(_))
    ));
}

proptest! {
    #[test]
    fn no_bytes_stop_the_reader(case in 0..17usize, at in 0..40usize, byte: u8, url in ".{0,40}") {
        let (_, mut bytes, _) = cases().swap_remove(case);
        if let Some(place) = bytes.get_mut(at) {
            *place = byte;
        }
        let _ = image_info(&bytes);
        let _ = read_data_url(&url);
        let _ = read_data_url(&format!("data:{url}"));
    }
}
