using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace Grlm.Import.Tests;

/// <summary>One small shop, made up, written in the forms of public datasets: what is read of each must be the same.</summary>
internal static class PublicForms
{
    private const int Users = 30, HistoryLength = 6;
    private const long Start = 1_400_000_000;

    private static readonly JsonSerializerOptions _indented = new() { WriteIndented = true };

    private static readonly string[] _goods = ["Kettle, 1 L", "Brewer's Café Mug", "Filter Papers \"Pure\" (1995)", "Tea Tin – Größe M",
        "Glass & Lid Set"];
    private static readonly string[][] _paths = [["Kitchen", "Kettles"], ["Kitchen", "Mugs"], ["Kitchen", "Filters"], ["Storage", "Tins"],
        ["Table", "Glass"]];

    /// <summary>An item of the shop.</summary>
    public sealed record ShopItem(string Id, string Title, string[] Path, string Brand, string Description);

    /// <summary>A dataset in one form.</summary>
    /// <param name="Name">Whose form it is.</param>
    /// <param name="Items">Name and content of the catalogue's file.</param>
    /// <param name="Interactions">Name and content of the interactions' file.</param>
    /// <param name="HasBrands">Whether the form keeps brands.</param>
    public sealed record Form(string Name, (string File, byte[] Content) Items, (string File, byte[] Content) Interactions, bool HasBrands);

    /// <summary>The shop.</summary>
    public static IReadOnlyList<ShopItem> Shop { get; } =
    [
        .. Enumerable.Range(1, 25).Select(number => new ShopItem(
            number.ToString(CultureInfo.InvariantCulture),
            $"{_goods[number % _goods.Length]} no. {number}",
            _paths[number % _paths.Length],
            number % 3 == 0 ? "Ardo & Søns" : "Belk's",
            $"It's made for {number} cups. He said \"good\".")),
    ];

    /// <summary>Who took what when, in time order.</summary>
    public static IReadOnlyList<(int User, string Item, long Time)> Events { get; } =
    [
        .. from place in Enumerable.Range(0, HistoryLength)
           from user in Enumerable.Range(1, Users)
           select (user, Shop[(user * 7 + place * place * 3) % Shop.Count].Id, Start + (place * 86_400) + user),
    ];

    /// <summary>All forms that are recognised by themselves.</summary>
    public static IReadOnlyList<Form> All { get; } =
    [
        new("plain", ("items.jsonl", Utf8(Lines(Shop, Plain))),
            ("interactions.csv", Utf8("user_id,item_id,timestamp\n" + Rows(","))), true),
        new("lists", ("items.json", Utf8(Json(Shop.Select(Plain), indented: true))),
            ("interactions.json", Utf8(Json(Events.Select(Event), indented: true))), true),
        new("lines", ("items.json", Utf8(Json(Shop.Select(Plain), indented: false))),
            ("interactions.jsonl", Utf8(Lines(Events, Event))), true),
        new("MovieLens .dat", ("movies.dat", Latin1(Lines(Shop, item => Dat(item)))),
            ("ratings.dat", Utf8(Lines(Events, one => $"{one.User}::{one.Item}::4::{one.Time}"))), false),
        new("MovieLens .csv", ("movies.csv",
            Utf8("movieId,title,genres\n" + Lines(Shop, item => $"{item.Id},{Quote(item.Title)},{string.Join('|', item.Path)}"))),
            ("ratings.csv", Utf8("userId,movieId,rating,timestamp\n" + Lines(Events, one => $"{one.User},{one.Item},3.5,{one.Time}"))),
            false),
        new("MovieLens 100k", ("u.item", Latin1(Lines(Shop, item => $"{item.Id}|{item.Title}|01-Jan-1995||http://x/|{Flags(item)}"))),
            ("u.data", Utf8(Lines(Events, one => $"{one.User}\t{one.Item}\t4\t{one.Time}"))), false),
        new("RecBole",
            ("shop.item",
                Utf8("item_id:token\ttitle:token_seq\tgenre:token_seq\tbrand:token\n" +
                    Lines(Shop, item => $"{item.Id}\t{item.Title}\t{string.Join(' ', item.Path)}\t{item.Brand}"))),
            ("shop.inter",
                Utf8("user_id:token\titem_id:token\trating:float\ttimestamp:float\n" +
                    Lines(Events, one => $"{one.User}\t{one.Item}\t4\t{one.Time}.0"))), true),
        new("Amazon 2014", ("meta_Shop.json.gz", Gzip(Lines(Shop, item => Python(item)))),
            ("ratings_Shop.csv", Utf8(Rows(",", "5.0"))), true),
        new("Amazon 2018",
            ("meta_Shop.json",
                Utf8(
                    Lines(Shop,
                        item =>
                            JsonSerializer.Serialize(
                                new { category = item.Path, tech1 = "", description = new[] { item.Description }, title = item.Title,
                                    also_buy = Array.Empty<string>(), brand = item.Brand, feature = Array.Empty<string>(),
                                    price = "$9.99", asin = item.Id })))),
            ("Shop.json",
                Utf8(
                    Lines(Events,
                        one =>
                            JsonSerializer.Serialize(new { overall = 5.0, verified = true, reviewerID = $"{one.User}", asin = one.Item,
                                reviewText = "ok", unixReviewTime = one.Time })))), true),
        new("Amazon 2023",
            ("meta_Shop.jsonl",
                Utf8(
                    Lines(Shop,
                        item =>
                            JsonSerializer.Serialize(
                                new { main_category = "Shop", title = item.Title, price = (double?)null,
                                    features = new[] { item.Description }, description = Array.Empty<string>(), store = item.Brand,
                                    categories = item.Path, details = new { Brand = "x" }, images = new[] { new { thumb = "x" } },
                                    parent_asin = item.Id })))),
            ("Shop.jsonl",
                Utf8(
                    Lines(Events,
                        one =>
                            JsonSerializer.Serialize(new { rating = 5.0, title = "ok", text = "ok", asin = "variant",
                                parent_asin = one.Item, user_id = $"{one.User}", timestamp = one.Time * 1000, helpful_vote = 0 })))), true),
        new("gorse",
            ("items.csv",
                Utf8("ItemId,IsHidden,Categories,Timestamp,Labels,Comment\n" +
                    Lines(Shop,
                        item => $"{item.Id},false,{string.Join('|', item.Path)},0001-01-01 00:00:00 +0000 UTC,,{Quote(item.Title)}"))),
            ("feedback.csv",
                Utf8("FeedbackType,UserId,ItemId,Value,Timestamp\n" +
                    Lines(Events,
                        one =>
                            $"read,{one.User},{one.Item},1,{DateTimeOffset.FromUnixTimeSeconds(one.Time):yyyy-MM-dd HH:mm:ss} +0000 UTC"))),
                            false),
        new("semicolons, UTF-16",
            ("items.csv",
                Encoding.Unicode.GetPreamble()
                    .Concat(
                        Encoding.Unicode.GetBytes("Item ID;Name;Category;Manufacturer\n" +
                            Lines(Shop, item => $"{item.Id};{Quote(item.Title)};{string.Join(" > ", item.Path)};{item.Brand}"))).ToArray()),
            ("interactions.csv",
                Utf8("Customer ID;Product ID;Date\r" +
                    Lines(Events, one => $"{one.User};{one.Item};{DateTimeOffset.FromUnixTimeSeconds(one.Time):yyyy-MM-dd'T'HH:mm:ss'Z'}")
                        .Replace('\n', '\r'))), true),
    ];

    public static byte[] Gzip(string text)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return compressed.ToArray();
    }

    private static string Rows(string separator, string? rating = null)
        => Lines(Events,
            one => string.Join(separator, (string[])[$"{one.User}", one.Item, .. rating is null ? (string[])[] : [rating], $"{one.Time}"]));

    private static object Plain(ShopItem item) => new
    {
        item_id = item.Id,
        title = item.Title,
        brand = item.Brand,
        categories = new[] { item.Path },
        description = item.Description
    };

    private static object Event((int User, string Item, long Time) one)
        => new { user_id = one.User, item_id = one.Item, timestamp = one.Time };

    private static string Dat(ShopItem item) => $"{item.Id}::{item.Title}::{string.Join('|', item.Path)}";

    // Genres that MovieLens 100k has; the shop's own cannot be written there.
    private static string Flags(ShopItem item)
        => string.Join('|', Enumerable.Range(0, 19).Select(genre => genre == item.Path[0].Length ? "1" : "0"));

    private static string Python(ShopItem item)
        => $"{{'asin': '{item.Id}', 'categories': [[{string.Join(", ", item.Path.Select(Repr))}]], " +
            $"'description': {Repr(item.Description)}, 'title': {Repr(item.Title)}, 'price': " +
            $"9.99, 'brand': {Repr(item.Brand)}, 'related': {{'also_bought': ['x']}}, 'salesRank': {{}}, 'imUrl': None}}";

    /// <summary>A text as Python's <c>repr</c> writes it.</summary>
    public static string Repr(string text)
    {
        var quote = text.Contains('\'', StringComparison.Ordinal) && !text.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        return quote +
            string.Concat(
                text.Select(
                    sign => sign == '\\' || sign == quote ? $"\\{sign}"
                        : sign < ' ' || sign > '~' ? (sign < 256 ? $"\\x{(int)sign:x2}" : $"\\u{(int)sign:x4}") : $"{sign}")) + quote;
    }

    private static string Quote(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Lines<T>(IEnumerable<T> rows, Func<T, object> line)
        => string.Concat(rows.Select(row => (line(row) is string text ? text : JsonSerializer.Serialize(line(row))) + "\n"));

    private static string Json(IEnumerable<object> rows, bool indented)
        => JsonSerializer.Serialize(rows.ToArray(), indented ? _indented : null);

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Latin1(string text) => Encoding.Latin1.GetBytes(text.Replace('–', '-'));
}
