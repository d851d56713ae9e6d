using System.ComponentModel.DataAnnotations;

namespace Grlm;

/// <summary>Options of the import stage.</summary>
public sealed record ImportOptions
{
    /// <summary>
    /// Gets the catalogue: JSON lines (<c>.jsonl</c>, <c>.json</c>), CSV or TSV with a header, each also <c>.gz</c>, or Parquet. Several
    /// files are the catalogues of several datasets, which become the domains of one.
    /// </summary>
    [Option("The catalogue: JSON lines or a JSON list, a table (CSV, TSV, .dat, .item), also .gz, or Parquet.", Value = "FILE",
        IsPath = true)]
    [NotInFingerprint]
    public required FileList Items { get; init; }

    /// <summary>
    /// Gets the interactions: <c>sequences.txt</c> (<c>user item item …</c>), TSV or CSV with a header (<c>user_id, item_id,
    /// timestamp</c>), or Parquet; also <c>.gz</c>. As many files as there are catalogues, in their order.
    /// </summary>
    [Option("Sequences (user item item …), or any of these forms.", Value = "FILE", IsPath = true)]
    [NotInFingerprint]
    public required FileList Interactions { get; init; }

    /// <summary>
    /// Gets the term IDs to import with it; null for none. JSON (item to list of terms, as many for every item) or a
    /// <c>term-ids.parquet</c>. As many files as there are catalogues.
    /// </summary>
    [Option("Term IDs to read along: JSON (item to terms) or term-ids.parquet.", Value = "FILE", IsPath = true)]
    [NotInFingerprint]
    public FileList? TermIds { get; init; }

    /// <summary>
    /// Gets the names of the domains, one for each catalogue. May be empty where there is one: its items then have the domains that the
    /// file names, or one without a name. Where there are several, the ids of items and users become <c>domain:id</c>.
    /// </summary>
    [Option("Names of the datasets' domains, where several are imported together.", Value = "NAME")]
    public IReadOnlyList<string> Domains { get; init; } = [];

    /// <summary>Tells whether users of the same id are the same in all datasets; else each dataset has users of its own.</summary>
    [Option("Users of the same id are the same in all datasets.")]
    public bool SharedUsers { get; init; }

    /// <summary>
    /// Let users of a sequence file be named by text. Off by default: a first word that is no number is most often an item whose user is
    /// missing, or a header.
    /// </summary>
    [Option("Let users of a sequence file be named by text, not by a number.")]
    public bool TextUsers { get; init; }

    /// <summary>
    /// Gets which columns or fields hold what, where they have other names than those that are known: <c>user=userId</c>,
    /// <c>item=movieId</c>; for <c>user, item, time, rating, event, title, brand, categories, description, features, domain, price,
    /// stock</c>. Without a header, by number from 1.
    /// </summary>
    [Option("Which columns hold what, where their names are not known: user=userId,item=movieId,time=…", Value = "MEANING=NAME")]
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>
    /// Gets what stands between the fields of a table: <c>,</c>, <c>;</c>, <c>|</c>, <c>::</c> or <c>tab</c>; null to recognise it.
    /// </summary>
    [Option("What stands between fields: , ; | :: or tab. Recognised by default.")]
    public string? Separator { get; init; }

    /// <summary>
    /// Gets how the text is encoded: <c>utf-8</c>, <c>latin-1</c>, <c>windows-1252</c> or another name of IANA's; null for UTF-8, or UTF-16
    /// where that is certain.
    /// </summary>
    [Option("How the text is encoded: utf-8, latin-1, windows-1252, … [utf-8]", Value = "NAME")]
    public string? Encoding { get; init; }

    /// <summary>Tells whether tables begin with a row instead of the names of their columns.</summary>
    [Option("The first line of a table is a row; columns are named by number, from 1.")]
    public bool NoHeader { get; init; }

    /// <summary>Gets the least rating of an interaction that counts; null to take all.</summary>
    [Option("Least rating of an interaction that counts.")]
    public double? MinimumRating { get; init; }

    /// <summary>
    /// Gets the weights of kinds of events: <c>purchase=3</c>, <c>view=1</c>; with 0 it does not count, and one that is not named is
    /// refused. Empty to take all alike.
    /// </summary>
    [Option("Which kinds of events count, and their weights: purchase=3,cart=2,view=1.", Value = "KIND=N")]
    public IReadOnlyList<string> Events { get; init; } = [];

    /// <summary>Keep only users and items with at least this many interactions, repeatedly until all have; 0 keeps everything.</summary>
    [Option("Keep users and items with at least N interactions; 0 keeps all.")]
    [Range(0, 1_000_000)]
    public int KCore { get; init; }

    /// <summary>
    /// Gets how the interactions are split into training, validation and test; leave-one-out by default. All later stages go by it.
    /// </summary>
    [Option("What is held out: each user's last two interactions, or all from a time on.")]
    public SplitKind Split { get; init; } = SplitKind.LeaveOneOut;

    /// <summary>Gets the share of the interactions, those before them, that a temporal split validates on.</summary>
    [Option("Share of the interactions that a temporal split validates on.")]
    [Range(0.001, 0.45)]
    public double ValidationShare { get; init; } = 0.1;

    /// <summary>Gets the share of the interactions, the latest, that a temporal split tests on.</summary>
    [Option("Share, the latest, that a temporal split tests on.")]
    [Range(0.001, 0.45)]
    public double TestShare { get; init; } = 0.1;

    /// <summary>Drop and count bad rows instead of refusing the file.</summary>
    [Option("Drop and count bad rows instead of refusing the file.")]
    public bool Lenient { get; init; }
}
