//! Tests of SARIF logs. The format was checked against the official schema.

use snapbox::{IntoData, assert_data_eq, str};

use super::super::samples::{awkward_findings, findings, printed, secret_findings};
use super::super::{Format, Style};
use super::*;

/// The log, without the program's version and the long texts, which have their own tests.
fn log(findings: &[Diagnostic], lang: Lang) -> Value {
    let mut log: Value =
        serde_json::from_str(&printed(findings, Format::Sarif, lang, Style::Plain)).unwrap_or_default();
    let driver = &mut log["runs"][0]["tool"]["driver"];
    assert_eq!(driver["semanticVersion"], env!("CARGO_PKG_VERSION"));
    driver["semanticVersion"] = json!("…");
    for rule in driver["rules"].as_array_mut().into_iter().flatten() {
        for key in ["fullDescription", "help"] {
            assert!(rule[key]["text"].is_string(), "{rule}");
            rule[key]["text"] = json!("…");
        }
    }
    log
}

#[test]
fn a_log_has_rules_and_results() {
    assert_data_eq!(
        format!("{:#}\n", log(&findings(), Lang::Id)),
        str![[r#"
{
  "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
  "version": "2.1.0",
  "runs": [
    {
      "tool": {
        "driver": {
          "name": "Terawang",
          "semanticVersion": "…",
          "language": "id",
          "rules": [
            {
              "id": "TW0101",
              "shortDescription": {
                "text": "Berkas bukan teks UTF-8"
              },
              "fullDescription": {
                "text": "…"
              },
              "help": {
                "text": "…"
              }
            },
            {
              "id": "TW0112",
              "shortDescription": {
                "text": "Folder content/ tidak ada"
              },
              "fullDescription": {
                "text": "…"
              },
              "help": {
                "text": "…"
              }
            },
            {
              "id": "TW0203",
              "shortDescription": {
                "text": "Kunci tidak dikenal"
              },
              "fullDescription": {
                "text": "…"
              },
              "help": {
                "text": "…"
              }
            },
            {
              "id": "TW0304",
              "shortDescription": {
                "text": "Peraturan dirujuk setelah dicabut"
              },
              "fullDescription": {
                "text": "…"
              },
              "help": {
                "text": "…"
              }
            }
          ]
        }
      },
      "language": "id",
      "columnKind": "unicodeCodePoints",
      "originalUriBaseIds": {
        "%SRCROOT%": {
          "description": {
            "text": "folder portal"
          }
        }
      },
      "results": [
        {
          "ruleId": "TW0112",
          "level": "error",
          "message": {
            "text": "folder `content/` tidak ada"
          },
          "locations": [],
          "ruleIndex": 1
        },
        {
          "ruleId": "TW0203",
          "level": "error",
          "message": {
            "text": "kunci `tangal` tidak dikenal\nmaksud Anda `tanggal`?"
          },
          "locations": [
            {
              "physicalLocation": {
                "artifactLocation": {
                  "uri": "content/edaran/2024/se-netralitas.md",
                  "uriBaseId": "%SRCROOT%"
                },
                "region": {
                  "startLine": 3,
                  "startColumn": 1,
                  "endLine": 3,
                  "endColumn": 7
                }
              }
            }
          ],
          "ruleIndex": 2
        },
        {
          "ruleId": "TW0304",
          "level": "warning",
          "message": {
            "text": "UU 5/2014 sudah dicabut\nrujuk UU 20/2023"
          },
          "locations": [
            {
              "physicalLocation": {
                "artifactLocation": {
                  "uri": "content/edaran/2024/se-netralitas.md",
                  "uriBaseId": "%SRCROOT%"
                },
                "region": {
                  "startLine": 4,
                  "startColumn": 44,
                  "endLine": 4,
                  "endColumn": 64
                }
              }
            }
          ],
          "ruleIndex": 3,
          "relatedLocations": [
            {
              "physicalLocation": {
                "artifactLocation": {
                  "uri": "content/regulasi/uu-20-2023.md",
                  "uriBaseId": "%SRCROOT%"
                },
                "region": {
                  "startLine": 3,
                  "startColumn": 46,
                  "endLine": 3,
                  "endColumn": 64
                }
              },
              "id": 0,
              "message": {
                "text": "dicabut di sini"
              }
            }
          ]
        },
        {
          "ruleId": "TW0101",
          "level": "error",
          "message": {
            "text": "berkas ini bukan teks UTF-8"
          },
          "locations": [
            {
              "physicalLocation": {
                "artifactLocation": {
                  "uri": "content/berita/a.md",
                  "uriBaseId": "%SRCROOT%"
                }
              }
            }
          ],
          "ruleIndex": 0
        }
      ]
    }
  ]
}

"#]]
        .raw()
    );
}

#[test]
fn a_path_is_a_relative_uri_and_a_message_holds_no_placeholder() {
    let log = log(&awkward_findings(), Lang::En);
    assert_data_eq!(
        format!("{:#}\n", log["runs"][0]["results"]),
        str![[r#"
[
  {
    "ruleId": "TW0204",
    "level": "error",
    "message": {
      "text": "100%: write `{{ id = \"…\" }}`\r\n::error::no, see \\[here\\](1)"
    },
    "locations": [
      {
        "physicalLocation": {
          "artifactLocation": {
            "uri": "content/berita/50%25%2C%20a%3A%20%C3%A9%20b.md",
            "uriBaseId": "%SRCROOT%"
          },
          "region": {
            "startLine": 1,
            "startColumn": 1,
            "endLine": 2,
            "endColumn": 3
          }
        }
      }
    ],
    "ruleIndex": 0
  },
  {
    "ruleId": "TW0213",
    "level": "warning",
    "message": {
      "text": "empty"
    },
    "locations": [
      {
        "physicalLocation": {
          "artifactLocation": {
            "uri": "content/berita/50%25%2C%20a%3A%20%C3%A9%20b.md",
            "uriBaseId": "%SRCROOT%"
          },
          "region": {
            "startLine": 3,
            "startColumn": 1,
            "endLine": 3,
            "endColumn": 1
          }
        }
      }
    ],
    "ruleIndex": 1
  }
]

"#]]
        .raw()
    );
}

#[test]
fn no_findings_are_a_run_without_results() {
    assert_data_eq!(
        format!("{:#}\n", log(&[], Lang::En)),
        str![[r#"
{
  "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
  "version": "2.1.0",
  "runs": [
    {
      "tool": {
        "driver": {
          "name": "Terawang",
          "semanticVersion": "…",
          "language": "en",
          "rules": []
        }
      },
      "language": "en",
      "columnKind": "unicodeCodePoints",
      "originalUriBaseIds": {
        "%SRCROOT%": {
          "description": {
            "text": "the portal's folder"
          }
        }
      },
      "results": []
    }
  ]
}

"#]]
        .raw()
    );
}

#[test]
fn a_confidential_file_shows_no_text() {
    let text = printed(&secret_findings(), Format::Sarif, Lang::En, Style::Plain);
    assert!(!text.contains("RAHASIA"), "{text}");
}
