using System.Globalization;
using System.Text.Json;
using CsCheck;

namespace Grlm.Import.Tests;

public sealed class QuantityTests
{
    [Theory]
    [InlineData("3", 3)]
    [InlineData("0", 0)]
    [InlineData("007", 7)]
    [InlineData("12.5", 12.5)]
    [InlineData(".99", .99)]
    [InlineData(",99", .99)]
    [InlineData("0,999", .999)]
    [InlineData("0.125", .125)]
    [InlineData("1e3", 1000)]
    [InlineData("1.5E+3", 1500)]
    [InlineData("1299.999", 1299.999)]
    [InlineData("1.2345", 1.2345)]
    [InlineData("true", 1)]
    [InlineData("False", 0)]
    public void Of_ReadsBareNumbers(string text, double expected) => Assert.Equal(expected, Quantity.Of(text));

    [Theory]
    [InlineData("$1,299.00", 1299)]
    [InlineData("1,299", 1299)]
    [InlineData("1.299,50 EUR", 1299.5)]
    [InlineData("€ 1.299.000", 1_299_000)]
    [InlineData("1.299 €", 1299)]
    [InlineData("Rp 15.000", 15000)]
    [InlineData("R$ 1.299", 1299)]
    [InlineData("1.299,-", 1299)]
    [InlineData("1 299,00 €", 1299)]
    [InlineData("1\u00a0299,00 €", 1299)]
    [InlineData("1\u202f299,00\u00a0€", 1299)]
    [InlineData("12 345 678 zł", 12_345_678)]
    [InlineData("1'299.50", 1299.5)]
    [InlineData("CHF 1’299’000.50", 1_299_000.5)]
    [InlineData("₹1,29,999", 129_999)]
    [InlineData("₹ 1,23,45,678.90", 12_345_678.9)]
    public void Of_ReadsTheGroupsOfAllCountries(string text, double expected) => Assert.Equal(expected, Quantity.Of(text));

    [Theory]
    [InlineData("12,50 €", 12.5)]
    [InlineData("12,50€", 12.5)]
    [InlineData("$.99", .99)]
    [InlineData("US$ 12.50", 12.5)]
    [InlineData("R$12,50", 12.5)]
    [InlineData("12 kr", 12)]
    [InlineData("kr. 12,50", 12.5)]
    [InlineData("12kr", 12)]
    [InlineData("199:-", 199)]
    [InlineData("12,-", 12)]
    [InlineData("12.–", 12)]
    [InlineData("12,-- EUR", 12)]
    [InlineData("Fr. 12.-", 12)]
    [InlineData("Rs. 500", 500)]
    [InlineData("Rs.500", 500)]
    [InlineData("Rs.1,500.00", 1500)]
    [InlineData("EUR12.50", 12.5)]
    [InlineData("1299円", 1299)]
    [InlineData("￥１，２９９", 1299)]
    [InlineData("５００원", 500)]
    [InlineData("٩٩٫٥٠ د.إ", 99.5)]
    [InlineData("١٬٢٩٩", 1299)]
    [InlineData("۱۲۳", 123)]
    [InlineData("\u200f99.90 ₪", 99.9)]
    [InlineData("from $5 each", 5)]
    [InlineData("Price: 5.", 5)]
    [InlineData("$5/lb", 5)]
    [InlineData("99c", .99)]
    [InlineData("99¢", .99)]
    [InlineData("99 cents", .99)]
    [InlineData("10+", 10)]
    [InlineData("Dhs.500", 500)]
    [InlineData("SR.1,299.00", 1299)]
    [InlineData("KD 12.50", 12.5)]
    [InlineData("1,299.500 KWD", 1299.5)]
    [InlineData("99p", .99)]
    [InlineData("50 pence", .5)]
    [InlineData("90 øre", .9)]
    [InlineData("99 gr", .99)]
    [InlineData("50 коп.", .5)]
    [InlineData("99 centavos", .99)]
    [InlineData("50 สตางค์", .5)]
    public void Of_ReadsCurrenciesAndWordsAroundANumber(string text, double expected) => Assert.Equal(expected, Quantity.Of(text), 1e-9);

    [Theory]
    [InlineData("5.99 - 20", 5.99)]
    [InlineData("5-10", 5)]
    [InlineData("$5.99 – $20.00", 5.99)]
    [InlineData("€5 to €10", 5)]
    [InlineData("1 bis 1 299 €", 1)]
    public void Of_TakesTheLowerEndOfARange(string text, double expected) => Assert.Equal(expected, Quantity.Of(text));

    [Theory]
    [InlineData("")]
    [InlineData("nan")]
    [InlineData("free")]
    [InlineData("sold out")]
    [InlineData("1.2.3")]
    [InlineData("1,2,3")]
    [InlineData("2014-07-23")]
    [InlineData("1,299,00")]
    [InlineData("12 50")]
    [InlineData("1299 000")]
    [InlineData("1 299'000")]
    [InlineData("1..5")]
    [InlineData("-5")]
    [InlineData("-$5")]
    [InlineData("$-5")]
    [InlineData("−5")]
    [InlineData("5-")]
    [InlineData("(5.00)")]
    [InlineData("10%")]
    [InlineData("10% off $20")]
    [InlineData("3 for $10")]
    [InlineData("was $20 now $15")]
    [InlineData("$20 $15")]
    [InlineData("20 - 5")]
    [InlineData("12€50")]
    [InlineData("2 x 5")]
    [InlineData("1.2k")]
    [InlineData("1.5 million")]
    [InlineData("5 lakh")]
    [InlineData("1.2万")]
    [InlineData("Rp 50 ribu")]
    [InlineData("Rp 1,5 jt")]
    [InlineData("1,5 tis. Kč")]
    [InlineData("3,5 tys. zł")]
    [InlineData("5 ezer Ft")]
    [InlineData("1,5 bin TL")]
    [InlineData("1,5 triệu đ")]
    [InlineData("2 tusen kr")]
    [InlineData("2 mila euro")]
    [InlineData("R$ 5 mi")]
    [InlineData("2 หมื่น บาท")]
    [InlineData("₹ 5 हज़ार")]
    [InlineData("5 ألف")]
    [InlineData("12,500 TND")]
    [InlineData("KD 12.500")]
    [InlineData("250 fils")]
    [InlineData("AED.50")]
    [InlineData("₹.500")]
    [InlineData("($5.00)")]
    [InlineData("(€ 5)")]
    [InlineData("5½")]
    [InlineData("19⁹⁹")]
    [InlineData("5:30")]
    [InlineData("12e")]
    [InlineData("0x1F")]
    [InlineData("R2D2")]
    [InlineData("$1.299")]
    [InlineData("<5")]
    [InlineData("1e999")]
    [InlineData("[3]")]
    public void Of_OfWhatIsNoOneNumber_IsUnknown(string text) => Assert.Equal(double.NaN, Quantity.Of(text));

    [Theory]
    [InlineData("12.5", 12.5)]
    [InlineData("1.299", 1.299)]
    [InlineData("1e3", 1000)]
    [InlineData("true", 1)]
    [InlineData("\"$3.10\"", 3.1)]
    [InlineData("null", double.NaN)]
    [InlineData("[3]", double.NaN)]
    [InlineData("-3", double.NaN)]
    [InlineData("1e999", double.NaN)]
    public void Of_ReadsJsonValues(string json, double expected)
    => Assert.Equal(expected, Quantity.Of(Cell.Of(JsonSerializer.Deserialize<JsonElement>(json))));

    [Fact]
    public void Of_ReadsBackWhatAnyCountrysSpellingWrites()
    {
        (string Group, string Point)[] spellings = [(",", "."), (".", ","), (" ", ","), ("\u00a0", ","), ("\u202f", ","),
            ("'", "."), ("’", ".")];
        (string Before, string After)[] currencies = [("", ""), ("€ ", ""), ("$", ""), ("CHF ", ""), ("", " €"), ("", "kr"), ("", ".")];
        Gen.Select(Gen.Int[0, 999_999_999], Gen.Int[0, 99], Gen.Int[0, spellings.Length - 1],
            Gen.Int[0, currencies.Length - 1]).Sample((whole, cents, spelling, currency) =>
        {
            var format = (NumberFormatInfo)CultureInfo.InvariantCulture.NumberFormat.Clone();
            (format.NumberGroupSeparator, format.NumberDecimalSeparator) = spellings[spelling];
            var price = whole + (cents / 100m);

            Assert.Equal((double)price,
                Quantity.Of(currencies[currency].Before + price.ToString("N2", format) + currencies[currency].After), 1e-6);
        });
    }

    [Fact]
    public void Of_NeverTakesAPieceOfANumber()
        => Gen.String[Gen.Char["0129.,' -e$€%k½:/"], 1, 10].Sample(text =>
        {
            var number = Quantity.Of(text);
            var digits = string.Concat(text.Where(char.IsAsciiDigit));

            // Without an exponent and a range, all digits of the text are digits of the number.
            if (!double.IsNaN(number) && !text.Contains('e', StringComparison.Ordinal) && !text.Contains('-', StringComparison.Ordinal))
                Assert.Equal(digits.TrimStart('0').TrimEnd('0'), Digits(number));
        });

    [Theory]
    [InlineData("items.jsonl", "{\"item_id\": \"a\", \"price\": \"$4.50\", \"stock\": 2}\n{\"item_id\": \"b\"}\n")]
    [InlineData("items.csv", "item_id,price,stock\na,4.5,2\nb,,\n")]
    public void Import_KeepsPricesAndStocks(string name, string items)
    {
        using var import = new TestImport();
        import.Run(import.Write(name, items), import.Write("s.txt", "1 a b a\n"));
        var catalog = import.Read().Catalog;
        Assert.Equal([4.5, null], catalog.Select(item => item.Price));
        Assert.Equal([2, null], catalog.Select(item => item.Stock));
    }

    [Fact]
    public void Import_CountsWhatItCannotRead()
    {
        using var import = new TestImport();
        var report = import.Run(
            import.Write("i.csv", "item_id,title,price,stock\na,x,3 for $10,many\nb,caf\ufffd,$1.299,\nc,y,NULL,2\nd,z,0,0\n"),
            import.Write("s.txt", "1 a b a\n"));
        Assert.Equal([new("price that is no number", 2), new("stock that is no number", 1), new("text with lost characters (U+FFFD)", 1)],
            report.Noticed);
    }

    private static string Digits(double number)
        => string.Concat(((decimal)number).ToString(CultureInfo.InvariantCulture).Where(char.IsAsciiDigit)).TrimStart('0').TrimEnd('0');
}
