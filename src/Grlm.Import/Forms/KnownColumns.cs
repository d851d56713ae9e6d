using System.Collections.Frozen;

namespace Grlm.Import;

/// <summary>
/// Holds the names under which public datasets and shops keep what the import reads, best first. Names are compared by their letters and
/// digits alone: <c>item_id</c>, <c>itemId</c> and <c>Item ID</c> are one; of RecBole's <c>item_id:token</c> the name stands before the
/// colon.
/// </summary>
internal static class KnownColumns
{
    private static readonly FrozenDictionary<FieldRole, string[]> _names = new Dictionary<FieldRole, string[]>
    {
        [FieldRole.Item] =
        [
            "itemid", "parentasin", "asin", "movieid", "productid", "articleid", "bookid", "trackid", "songid", "artistid",
            "newsid", "businessid",
            "gameid", "recipeid", "videoid", "sku", "iid", "item", "product", "movie", "isbn", "id",
        ],
        [FieldRole.Title] = ["title", "name", "itemname", "itemtitle", "productname", "producttitle", "movietitle", "booktitle",
            "trackname", "comment"],
        [FieldRole.Brand] = ["brand", "brandname", "store", "manufacturer"],
        [FieldRole.Categories] = ["categories", "category", "categorypath", "genres", "genre", "class", "maincategory", "maincat",
            "producttype"],
        [FieldRole.Description] = ["description", "desc", "overview", "summary"],
        [FieldRole.Features] = ["features", "feature", "labels", "tags", "keywords"],
        [FieldRole.Domain] = ["domain"],
        [FieldRole.Price] = ["price"],
        [FieldRole.Stock] = ["stock"],
        [FieldRole.User] = ["userid", "reviewerid", "customerid", "visitorid", "memberid", "uid", "user",
            "customer", "reviewer", "visitor"],
        [FieldRole.Time] = ["timestamp", "unixreviewtime", "unixtime", "time", "datetime", "date", "eventtime", "createdat"],
        [FieldRole.Rating] = ["rating", "overall", "stars", "score"],
        [FieldRole.Event] = ["event", "eventtype", "feedbacktype", "behavior", "behaviortype", "action", "interactiontype"],
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<FileContent, FieldRole[]> _roles = new Dictionary<FileContent, FieldRole[]>
    {
        [FileContent.Items] =
        [
            FieldRole.Item, FieldRole.Title, FieldRole.Brand, FieldRole.Categories, FieldRole.Description, FieldRole.Features,
            FieldRole.Domain,
            FieldRole.Price, FieldRole.Stock,
        ],
        [FileContent.Interactions] = [FieldRole.User, FieldRole.Item, FieldRole.Time, FieldRole.Rating, FieldRole.Event],
    }.ToFrozenDictionary();

    /// <summary>Returns what the import reads of such a file, in the order of messages.</summary>
    public static IReadOnlyList<FieldRole> RolesOf(FileContent content) => _roles[content];

    /// <summary>Returns what a file must have to be of use.</summary>
    public static IReadOnlyList<FieldRole> RequiredOf(FileContent content)
        => content is FileContent.Items ? [FieldRole.Item] : [FieldRole.User, FieldRole.Item];

    /// <summary>Returns the name that the documentation gives a role.</summary>
    public static string NameOf(FieldRole role) => role switch
    {
        FieldRole.Item => DatasetColumns.ItemId,
        FieldRole.User => DatasetColumns.UserId,
        FieldRole.Time => DatasetColumns.Timestamp,
        _ => OptionOf(role),
    };

    /// <summary>Returns the name of a role where users say which column has it: <c>item</c>.</summary>
    public static string OptionOf(FieldRole role) => role.ToString().ToLowerInvariant();

    /// <summary>Tells whether the names tell one column for the whole file: two spaces of ids must not mix.</summary>
    public static bool IsIdentity(FieldRole role) => role is FieldRole.Item or FieldRole.User;

    /// <summary>Returns how good a name of a role a column's name is, 0 the best; null where it is none.</summary>
    public static int? RankOf(FieldRole role, string column, FileContent content)
    {
        var name = Plain(column);
        var rank = Array.IndexOf(_names[role], name);

        // An 'id' among interactions is most often the row's.
        return rank < 0 || (name == "id" && content is FileContent.Interactions) ? null : rank;
    }

    /// <summary>Tells whether a name may well mean this, though it is none of those that are known.</summary>
    public static bool IsLike(FieldRole role, string column)
    {
        var name = Plain(column);
        string[] words = role switch
        {
            FieldRole.Item => ["item", "product", "movie", "article", "asin", "book"],
            FieldRole.User => ["user", "customer", "person", "client", "who", "account", "session"],
            _ => [OptionOf(role)],
        };
        return Array.Exists(words, word => name.Contains(word, StringComparison.Ordinal));
    }

    /// <summary>Returns the letters and digits of a name, in lower case, without RecBole's type behind a colon.</summary>
    public static string Plain(string column)
    {
        var name = TypeOf(column).Length > 0 ? column[..column.IndexOf(':', StringComparison.Ordinal)] : column;
        return string.Concat(name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant));
    }

    /// <summary>Returns the type of a column of a RecBole atomic file: <c>token_seq</c>; empty for a column of another file.</summary>
    public static string TypeOf(string column)
        => column.IndexOf(':', StringComparison.Ordinal) is var colon and > 0
            && column[(colon + 1)..] is "token" or "token_seq" or "float" or "float_seq"
            ? column[(colon + 1)..]
            : string.Empty;
}

/// <summary>Says what a column or field of a file means to the import.</summary>
internal enum FieldRole
{
    /// <summary>Id of an item.</summary>
    Item,

    /// <summary>Title of an item.</summary>
    Title,

    /// <summary>Brand of an item.</summary>
    Brand,

    /// <summary>Category paths of an item.</summary>
    Categories,

    /// <summary>Description of an item.</summary>
    Description,

    /// <summary>Short statements about an item, which its description takes in.</summary>
    Features,

    /// <summary>Domain of an item.</summary>
    Domain,

    /// <summary>Price of an item.</summary>
    Price,

    /// <summary>Pieces of an item in stock.</summary>
    Stock,

    /// <summary>Id of a user.</summary>
    User,

    /// <summary>Names when an interaction was.</summary>
    Time,

    /// <summary>Names how a user liked an item.</summary>
    Rating,

    /// <summary>Kind of an interaction: view, purchase.</summary>
    Event,
}
