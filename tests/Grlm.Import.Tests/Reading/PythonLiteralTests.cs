using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;

namespace Grlm.Import.Tests;

public sealed class PythonLiteralTests
{
    [Theory]
    [InlineData("{'a': 'x', \"b\": \"y'z\"}", """{"a":"x","b":"y'z"}""")]
    [InlineData(@"{u'a': u'caf\xe9 \u2013 \U0001F600'}", """{"a":"café – 😀"}""")]
    [InlineData(@"['it\'s', ""say \""x\"""", 'a\\b', 'a\tb\nc']", """["it's","say \"x\"","a\\b","a\tb\nc"]""")]
    [InlineData("{'n': [1, -2, 3.5, 1e3, .5, 5., 10L, 12345678901234567890], 't': (1, 2,)}",
        """{"n":[1,-2,3.5,1000,0.5,5,10,12345678901234567890],"t":[1,2]}""")]
    [InlineData("{'a': True, 'b': False, 'c': None, 'd': nan, 'e': -inf}", """{"a":true,"b":false,"c":null,"d":null,"e":null}""")]
    [InlineData("""{"price": NaN, "stock": Infinity, "x": true, "y": null, "z": "a\/b \ud83d\ude00"}""",
        """{"price":null,"stock":null,"x":true,"y":null,"z":"a/b 😀"}""")]
    [InlineData(" { } ", "{}")]
    [InlineData("{'a': [[], {}],}", """{"a":[[],{}]}""")]
    public void TryConvert_GivesTheSameValueAsJson(string python, string json)
        => Assert.True(JsonNode.DeepEquals(JsonNode.Parse(json), Convert(python)), Convert(python)?.ToJsonString());

    [Theory]
    [InlineData("open('x')")]
    [InlineData("__import__('os').system('true')")]
    [InlineData("{'a': 1 + 1}")]
    [InlineData("{'a': [x for x in y]}")]
    [InlineData("{'a': lambda: 0}")]
    [InlineData("{'a': b'x'}")]
    [InlineData("{'a': f'x'}")]
    [InlineData("{'a': 'x' 'y'}")]
    [InlineData("{'a' 'b'}")]
    [InlineData("{1: 'a'}")]
    [InlineData("{'a': 'x}")]
    [InlineData("{'a': 'x'")]
    [InlineData("{'a': 'x'}}")]
    [InlineData("['a' 'b']")]
    [InlineData(@"'\q'")]
    [InlineData(@"'\x4'")]
    [InlineData(@"'\ud800'")]
    [InlineData(@"'\U00110000'")]
    [InlineData("1.2.3")]
    [InlineData("1e999")]
    [InlineData("--1")]
    [InlineData("0777")]
    [InlineData("")]
    public void TryConvert_OfWhatIsNoLiteral_SaysWhere(string python)
    {
        Assert.False(PythonLiteral.TryConvert(Encoding.UTF8.GetBytes(python), out _, out var problem));
        Assert.Matches(" at character [0-9]+$", problem);
    }

    [Fact]
    public void TryConvert_OfDeepNesting_IsRefusedAndDoesNotOverflow()
        => Assert.False(PythonLiteral.TryConvert(Encoding.UTF8.GetBytes(new string('[', 500_000)), out _, out _));

    [Fact]
    public void TryConvert_OfAnyTextThatReprWrites_GivesItBack()
        => Gen.String[Gen.Char[' ', '\u2fff'], 0, 30].Sample(text =>
        {
            Assert.True(PythonLiteral.TryConvert(Encoding.UTF8.GetBytes($"{{'a': {PublicForms.Repr(text)}}}"), out var json,
                out var problem), problem);
            using var document = JsonDocument.Parse(json);
            Assert.Equal(text, document.RootElement.GetProperty("a").GetString());
        }, iter: 300, threads: 1);

    [Fact]
    public void TryConvert_OfDamagedText_NeverFailsInAnotherWayThanItSays()
    {
        var whole = Encoding.UTF8.GetBytes(@"{'asin': 'A1', 'n': [1, 2.5, None, True], 'title': u""it's \x41 \u00e9""}");
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte, Gen.Int[0, whole.Length]).Sample((place, value, length) =>
        {
            var damaged = whole.ToArray();
            damaged[place] = value;
            if (PythonLiteral.TryConvert(damaged.AsSpan(0, length), out var json, out _))
                JsonDocument.Parse(json).Dispose();
        }, iter: 2_000, threads: 1);
    }

    private static JsonNode? Convert(string python)
    {
        Assert.True(PythonLiteral.TryConvert(Encoding.UTF8.GetBytes(python), out var json, out var problem), problem);
        return JsonNode.Parse(json.Span);
    }
}
