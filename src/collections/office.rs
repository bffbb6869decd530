//! The offices of the administration (`opd.toml`): codes, names and clusters.

use crate::reading::{Located, keys, vocabulary};

keys! {
    /// The list of offices.
    #[derive(Clone)]
    pub struct OfficeList {
        /// The offices.
        "opd": "daftar OPD" => offices: Vec<Located<Office>>,
    }
}

keys! {
    /// An office (OPD).
    #[derive(Clone)]
    pub struct Office {
        /// Short code, used in tables and CSV files.
        "kode": "kode pendek, dipakai dalam tabel dan CSV" => code: String,
        /// Full name.
        "nama": "nama lengkap" => name: String,
        /// Short name.
        "singkatan": "nama pendek" => short_name: Option<String>,
        /// The cluster that it belongs to.
        "klaster": "kelompok OPD" => cluster: Cluster,
    }
}

vocabulary! {
    /// Clusters of offices.
    pub enum Cluster {
        Secretariat = "sekretariat", "Sekretariat", "Secretariat";
        Department = "dinas", "Dinas", "Departments";
        Agency = "badan", "Badan", "Agencies";
        Territorial = "kewilayahan", "Kewilayahan", "Districts and villages";
        Education = "pendidikan", "Pendidikan", "Education";
        Health = "kesehatan", "Kesehatan", "Health";
    }
}
