using System.Text.Json;

namespace Grlm.Tests;

public sealed class AttributeValueConverterTests
{
    [Theory]
    [InlineData("\"red\"")]
    [InlineData("\"\"")]
    [InlineData("2.5")]
    [InlineData("[]")]
    [InlineData("[\"spring\",\"summer\"]")]
    public void Values_AreWrittenAsTheyAreRead(string json)
        => Assert.Equal(json, JsonSerializer.Serialize(JsonSerializer.Deserialize<AttributeValue>(json)));

    [Theory]
    [InlineData("true")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("[[\"a\"]]")]
    [InlineData("1e999")]
    public void OtherKinds_AreRefused(string json)
        => Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<AttributeValue>(json));
}
