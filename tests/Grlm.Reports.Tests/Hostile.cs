namespace Grlm.Reports.Tests;

/// <summary>Titles that a page must survive.</summary>
internal static class Hostile
{
    public const string Script = "<script>alert('owned')</script>";

    public static IReadOnlyList<string> Titles { get; } =
    [
        Script,
        "\"><img src=x onerror=alert(1)>",
        "</title></style><svg onload=alert(1)>",
        "&lt;b&gt; &amp; {{constructor}} @Model ]]> <!--",
        "שמפו לשיער יבש 250 מ״ל",
        "\u202Eevil\u202C right to left",
        "👩‍👩‍👧‍👦 family 🧴",
        new string('w', 10_000),
        string.Concat(Enumerable.Repeat("😀", 5_000)),
        "",
        "bell\u0007 and null\u0000 and half \uD83D",
        "多功能 洗发水",
    ];
}
