//! The figures of each content type.

use std::collections::BTreeMap;

use super::{Cell, Chart, Column, Figure, unit_label};
use crate::collections::monitoring::Monitoring;
use crate::collections::pact::StaffCategory;
use crate::collections::report::ReportCounts;
use crate::collections::transfer::TransferSeries;
use crate::disclosure::pact::{Class, PublishedPact, Signed};
use crate::disclosure::{MIN_CELL, Published, PublishedDetail, PublishedView};
use crate::locale::{Label, Lang, Text};
use crate::reading::{AsOf, Count, Symbol};

pub(super) const fn column(key: &'static str, id: &'static str, en: &'static str, numeric: bool) -> Column {
    Column { key, label: Label { id, en }, numeric }
}

/// The figures of one record.
pub(super) fn figures(record: &Published, view: &PublishedView) -> Vec<Figure> {
    match record.detail(Lang::Id) {
        PublishedDetail::Pact(pact) => pact_figures(record, pact, view),
        PublishedDetail::Sanction(sanction) => super::sanction::figures(record, sanction, view),
        PublishedDetail::Reports(reports) => report_figures(record, reports),
        PublishedDetail::Transfer(transfer) => transfer_figures(record, transfer),
        PublishedDetail::Monitoring(monitoring) => index_figure(record, monitoring),
        _ => Vec::new(),
    }
}

/// A figure that a page shows whole.
pub(super) fn whole(
    record: &Published,
    name: &'static str,
    title: Text,
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
) -> Figure {
    Figure {
        record: record.id().to_owned(),
        name,
        title,
        unit: None,
        as_of: None,
        columns,
        shown_rows: 0..rows.len(),
        rows,
        chart: None,
        note: None,
    }
}

fn pact_figures(record: &Published, pact: &PublishedPact, view: &PublishedView) -> Vec<Figure> {
    let mut figures = vec![pact_progress(record, pact)];
    if let Some((day, classes)) = pact.days.last_key_value() {
        let as_of = Some(AsOf::Day(*day));
        let mut categories = pact_by_category(record, classes);
        categories.as_of = as_of;
        figures.push(categories);
        let mut offices = pact_by_office(record, classes, pact, view);
        offices.as_of = as_of;
        figures.push(offices);
        figures.push(pact_counts(record, pact, view));
    }
    for figure in &mut figures {
        figure.unit = Some(unit_label(pact.unit));
    }
    figures
}

fn signed_columns(first: Column) -> Vec<Column> {
    vec![
        first,
        column("sasaran", "Sasaran", "Target", true),
        column("ditandatangani", "Ditandatangani", "Signed", true),
        column("bagian", "Bagian", "Share", true),
    ]
}

fn signed_row(first: Cell, signed: Signed) -> Vec<Cell> {
    vec![
        first,
        Cell::Count(signed.target),
        Cell::Count(signed.signed),
        Cell::share(signed.signed, signed.target),
    ]
}

/// Draws signatures out of targets.
const SIGNED_CHART: Chart = Chart { label: 0, value: 2, out_of: Some(1) };

fn pact_progress(record: &Published, pact: &PublishedPact) -> Figure {
    let rows: Vec<_> = pact.totals.iter().map(|(day, signed)| signed_row(Cell::Day(*day), *signed)).collect();
    let mut figure = whole(
        record,
        "perkembangan",
        Text::new("Perkembangan penandatanganan", "Progress of signing"),
        signed_columns(column("per_tanggal", "Per tanggal", "As of", false)),
        rows,
    );
    figure.as_of = pact.totals.last().map(|(day, _)| *day);
    figure.chart = Some(SIGNED_CHART);
    if pact.totals_only {
        figure.note = Some(Text::new(
            format!(
                "Hanya jumlah seluruhnya yang diterbitkan: rinciannya memuat kelompok kurang dari {MIN_CELL} orang."
            ),
            format!("Only totals are published: the details hold groups of fewer than {MIN_CELL} people."),
        ));
    }
    figure
}

/// Sums cells; a symbol anywhere makes the sum unknown.
fn sum<'c>(cells: impl Iterator<Item = &'c Signed>) -> Signed {
    let (mut target, mut signed) = (Some(0_u64), Some(0_u64));
    for cell in cells {
        target = target.zip(cell.target.number()).map(|(sum, more)| sum.saturating_add(more));
        signed = signed.zip(cell.signed.number()).map(|(sum, more)| sum.saturating_add(more));
    }
    let count =
        |sum: Option<u64>| sum.map_or(Count::Symbol(Symbol::NotAvailable), |sum| Count::Number(sum, None));
    Signed { target: count(target), signed: count(signed) }
}

fn pact_by_category(
    record: &Published,
    classes: &BTreeMap<Class, BTreeMap<StaffCategory, Signed>>,
) -> Figure {
    let mut rows = Vec::new();
    for category in StaffCategory::ALL.iter().copied() {
        let mut cells = classes.values().filter_map(|row| row.get(&category)).peekable();
        if cells.peek().is_some() {
            rows.push(signed_row(Cell::Label(category.key(), category.label()), sum(cells)));
        }
    }
    let mut figure = whole(
        record,
        "kategori",
        Text::new("Menurut kategori pegawai", "By category of staff"),
        signed_columns(column("kategori", "Kategori pegawai", "Category of staff", false)),
        rows,
    );
    figure.chart = Some(SIGNED_CHART);
    figure
}

fn class_cell(class: &Class, view: &PublishedView) -> Cell {
    match class {
        Class::Office(code) => {
            let name = view.office(code).map_or_else(|| code.clone(), |office| office.name.clone());
            Cell::Name(code.clone(), name)
        }
        Class::Pool => Cell::Label("tidak_dirinci", Label { id: "Tidak dirinci", en: "Not detailed" }),
    }
}

fn pool_note(pact: &PublishedPact) -> Option<Text> {
    let pooled = pact.pooled;
    (pooled > 0).then(|| {
        Text::new(
            format!(
                "{pooled} OPD digabung dalam “Tidak dirinci”, karena rinciannya memuat kelompok kurang dari {MIN_CELL} orang. Jumlah seluruhnya tetap tepat."
            ),
            format!(
                "{pooled} offices are pooled under “Not detailed”, because their details hold groups of fewer than {MIN_CELL} people. The totals stay exact."
            ),
        )
    })
}

fn pact_by_office(
    record: &Published,
    classes: &BTreeMap<Class, BTreeMap<StaffCategory, Signed>>,
    pact: &PublishedPact,
    view: &PublishedView,
) -> Figure {
    let rows = classes
        .iter()
        .map(|(class, cells)| signed_row(class_cell(class, view), sum(cells.values())))
        .collect();
    let mut figure = whole(
        record,
        "opd",
        Text::new("Menurut perangkat daerah (OPD)", "By office (OPD)"),
        signed_columns(column("opd", "OPD", "Office", false)),
        rows,
    );
    figure.note = pool_note(pact);
    figure.chart = Some(SIGNED_CHART);
    figure
}

/// Every published cell, for those who reckon: in the files, not on the page.
fn pact_counts(record: &Published, pact: &PublishedPact, view: &PublishedView) -> Figure {
    let mut rows = Vec::new();
    for (day, classes) in &pact.days {
        for (class, cells) in classes {
            for (category, signed) in cells {
                rows.push(vec![
                    Cell::Day(AsOf::Day(*day)),
                    class_cell(class, view),
                    Cell::Label(category.key(), category.label()),
                    Cell::Count(signed.target),
                    Cell::Count(signed.signed),
                ]);
            }
        }
    }
    let mut figure = whole(
        record,
        "hitungan",
        Text::new(
            "Semua hitungan menurut OPD, kategori dan tanggal",
            "All counts by office, category and date",
        ),
        vec![
            column("per_tanggal", "Per tanggal", "As of", false),
            column("opd", "OPD", "Office", false),
            column("kategori", "Kategori pegawai", "Category of staff", false),
            column("sasaran", "Sasaran", "Target", true),
            column("ditandatangani", "Ditandatangani", "Signed", true),
        ],
        rows,
    );
    figure.note = pool_note(pact);
    figure.as_of = pact.days.last_key_value().map(|(day, _)| AsOf::Day(*day));
    figure.shown_rows = 0..0;
    figure
}

fn report_figures(record: &Published, reports: &ReportCounts) -> Vec<Figure> {
    let mut figures = Vec::new();
    if !reports.stages.is_empty() {
        let mut stages: Vec<_> = reports.stages.iter().collect();
        stages.sort_by_key(|stage| stage.stage);
        let rows = stages
            .iter()
            .map(|stage| vec![Cell::Label(stage.stage.key(), stage.stage.label()), Cell::Count(stage.number)])
            .collect();
        figures.push(whole(
            record,
            "tahap",
            Text::new("Laporan menurut tahap", "Reports by stage"),
            vec![column("tahapan", "Tahap", "Stage", false), column("jumlah", "Jumlah", "Number", true)],
            rows,
        ));
    }
    if !reports.origins.is_empty() {
        let rows = reports
            .origins
            .iter()
            .map(|origin| {
                vec![Cell::Label(origin.origin.key(), origin.origin.label()), Cell::Count(origin.number)]
            })
            .collect();
        figures.push(whole(
            record,
            "asal",
            Text::new("Laporan menurut asal", "Reports by origin"),
            vec![
                column("sumber_laporan", "Asal laporan", "Origin", false),
                column("jumlah", "Jumlah", "Number", true),
            ],
            rows,
        ));
    }
    for figure in &mut figures {
        figure.unit = Some(unit_label(reports.unit));
        figure.as_of = Some(reports.as_of);
        figure.chart = Some(Chart { label: 0, value: 1, out_of: None });
    }
    figures
}

fn transfer_figures(record: &Published, transfer: &TransferSeries) -> Vec<Figure> {
    if transfer.proposals.is_empty() {
        return Vec::new();
    }
    let mut proposals: Vec<_> = transfer.proposals.iter().collect();
    proposals.sort_by_key(|row| (row.month, row.kind));
    let rows = proposals
        .iter()
        .map(|row| {
            vec![
                Cell::Month(row.month),
                Cell::Label(row.kind.key(), row.kind.label()),
                Cell::Count(row.examined),
                Cell::Count(row.returned),
                Cell::Count(row.approved),
            ]
        })
        .collect();
    let mut figure = whole(
        record,
        "usulan",
        Text::new("Usulan menurut bulan dan jenis", "Proposals by month and kind"),
        vec![
            column("bulan", "Bulan", "Month", false),
            column("jenis", "Jenis", "Kind", false),
            column("diperiksa", "Diperiksa", "Examined", true),
            column("dikembalikan", "Dikembalikan", "Returned", true),
            column("disetujui", "Disetujui", "Approved", true),
        ],
        rows,
    );
    figure.unit = Some(unit_label(transfer.unit));
    figure.as_of = transfer.as_of;
    vec![figure]
}

fn index_figure(record: &Published, monitoring: &Monitoring) -> Vec<Figure> {
    let Some(index) = &monitoring.index else { return Vec::new() };
    let mut districts: Vec<_> = index.districts.iter().collect();
    districts.sort_by(|a, b| b.value.value.total_cmp(&a.value.value).then_with(|| a.name.cmp(&b.name)));
    let rows = districts
        .iter()
        .map(|district| {
            vec![
                Cell::Name(district.name.clone(), district.name.clone()),
                Cell::Decimal(district.value.value.value),
                Cell::Label(district.category.key(), district.category.label()),
            ]
        })
        .collect();
    let mut figure = whole(
        record,
        "indeks",
        Text::new(index.name.text.clone(), "Vulnerability index by district"),
        vec![
            column("kecamatan", "Kecamatan", "District", false),
            column("nilai", "Nilai", "Value", true),
            column("kategori", "Kerawanan", "Vulnerability", false),
        ],
        rows,
    );
    figure.as_of = Some(index.as_of);
    figure.chart = Some(Chart { label: 0, value: 1, out_of: None });
    vec![figure]
}
