//! Small files of the kinds that can be attached.

use std::path::Path;

/// An uncompressed PDF with one page that shows a line of text.
pub(crate) fn pdf(text: &str) -> String {
    let content = format!("BT /F 12 Tf 72 700 Td ({text}) Tj ET");
    let parts = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"
            .to_owned(),
        format!("<</Length {}>>stream\n{content}\nendstream", content.len()),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned(),
    ];
    let mut file = "%PDF-1.4\n".to_owned();
    let mut places = String::new();
    for (number, part) in (1..).zip(&parts) {
        places.push_str(&format!("{:010} 00000 n \n", file.len()));
        file.push_str(&format!("{number} 0 obj\n{part}\nendobj\n"));
    }
    let xref = file.len();
    file.push_str(&format!("xref\n0 6\n0000000000 65535 f \n{places}"));
    file.push_str(&format!("trailer\n<</Size 6/Root 1 0 R>>\nstartxref\n{xref}\n%%EOF\n"));
    file
}

/// A file that another program made; see `tests/data/attachments/make`.
pub(crate) fn made(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/attachments").join(name)).unwrap()
}
