using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Grlm.Serving.Tests;

/// <summary>Requests made of the OpenAPI document by a seeded generator: right ones, nearly right ones and nonsense.</summary>
public sealed class HostileRequestTests(SampleShop shop)
{
    private const int Seed = 17;

    private static readonly string[] _texts =
    [
        "K-0001", "K-0002", "", " ", "\0", "\ud800", "💣", "../../etc/passwd", "%00", "%2F", "' or 1=1 --", "price < 10",
        "price <", "((((((", "\"x\" in terms", "category == 'Coffee'", new string('x', 600), new string('(', 4_000), "1e999", "NaN",
        "[coffee, grinder, steel, black, hand]", "null", "-1", "9999999999999999999",
    ];

    [Fact]
    public async Task NoRequest_IsAServersFault()
    {
        var count = int.Parse(Environment.GetEnvironmentVariable("GRLM_HOSTILE_REQUESTS") ?? "2000", CultureInfo.InvariantCulture);
        await using var server = await shop.StartAsync();
        var document = JsonNode.Parse(
            await server.Client.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative), TestContext.Current.CancellationToken))!;
        var requests = new Requests(document, new Random(Seed));
        var statuses = new Dictionary<int, int>();
        for (var number = 0; number < count; number++)
        {
            var (method, address, body, type) = requests.Next();
            using var request = new HttpRequestMessage(method, new Uri(address, UriKind.Relative));
            if (body is not null)
            {
                request.Content = new ByteArrayContent(body);
                request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
            }

            using var answer = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
            var status = (int)answer.StatusCode;
            statuses[status] = statuses.GetValueOrDefault(status) + 1;
            Assert.True(
                status < 500, $"Request {number}: {method} {address} {(body is null ? "" : Encoding.UTF8.GetString(body))} gave {status}.");
        }

        // Neither refused at the door one and all, nor all taken.
        Assert.True(statuses.GetValueOrDefault(200) > count / 50, string.Join(", ", statuses));
        Assert.True(statuses.GetValueOrDefault(400) > count / 10, string.Join(", ", statuses));
    }

    private sealed class Requests(JsonNode document, Random random)
    {
        private const int DeepestBody = 4;

        private readonly (string Address, string Method, JsonNode Operation)[] _operations =
        [
            .. document["paths"]!.AsObject().SelectMany(
                path => path.Value!.AsObject().Select(operation => (path.Key, operation.Key, operation.Value!))),
        ];

        public (HttpMethod Method, string Address, byte[]? Body, string Type) Next()
        {
            var (address, method, operation) = _operations[random.Next(_operations.Length)];
            var query = new List<string>();
            foreach (var parameter in operation["parameters"]?.AsArray() ?? [])
            {
                var (name, value) = ((string)parameter!["name"]!, Uri.EscapeDataString(Sane(Text())));
                if ((string)parameter["in"]! == "path")
                    address = address.Replace($"{{{name}}}", value.Length == 0 ? "x" : value, StringComparison.Ordinal);
                else if (random.Next(2) == 0)
                    query.Add($"{name}={(random.Next(2) == 0 ? random.Next(-1, 50).ToString(CultureInfo.InvariantCulture) : value)}");
            }

            if (query.Count > 0)
                address += "?" + string.Join('&', query);
            var content = operation["requestBody"]?["content"]?.AsObject().First();
            return (HttpMethod.Parse(method), address, content is null ? null : Body(content.Value.Value!["schema"]!), content?.Key ?? "");
        }

        private byte[] Body(JsonNode schema)
        {
            var bytes = Encoding.UTF8.GetBytes(Value(schema, 0));
            if (random.Next(10) == 0)
                return bytes[..random.Next(bytes.Length)];
            if (bytes.Length > 0 && random.Next(10) == 0)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            return bytes;
        }

        private string Value(JsonNode schema, int depth)
        {
            if (schema["$ref"] is { } reference)
                return Value(document["components"]!["schemas"]![((string)reference!).Split('/')[^1]]!, depth);
            if (schema["oneOf"] is JsonArray choices)
                return Value(choices[random.Next(choices.Count)]!, depth);
            if (random.Next(20) == 0 || depth > DeepestBody)
                return Odd();
            if (schema["enum"] is JsonArray names)
                return names[random.Next(names.Count)]?.ToJsonString() ?? "null";
            string[] types = schema["type"] is JsonArray several
                ? [.. several.Select(type => (string)type!)] : [(string?)schema["type"] ?? ""];
            return types[random.Next(types.Length)] switch
            {
                "object" => Object(schema, depth),
                "array" => $"[{string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => Value(schema["items"]!, depth + 1)))}]",
                "integer" => random.Next(-1, 30).ToString(CultureInfo.InvariantCulture),
                "number" => Odd(),
                "boolean" => random.Next(2) == 0 ? "true" : "false",
                "string" => Quoted(Text()),
                _ => "null",
            };
        }

        private string Object(JsonNode schema, int depth)
        {
            var fields = (schema["properties"]?.AsObject() ?? []).Where(_ => random.Next(3) != 0)
                .Select(field => $"{Quoted(field.Key)}:{Value(field.Value!, depth + 1)}").ToList();
            if (random.Next(20) == 0)
                fields.Add($"{Quoted(Text())}:{Odd()}");
            return $"{{{string.Join(',', fields)}}}";
        }

        private string Odd() => random.Next(8) switch
        {
            0 => "null",
            1 => "-1",
            2 => "1e308",
            3 => "1e999",
            4 => "[]",
            5 => "{}",
            6 => string.Concat(Enumerable.Repeat("[", 40)) + string.Concat(Enumerable.Repeat("]", 40)),
            _ => Quoted(Text()),
        };

        private string Text() => _texts[random.Next(_texts.Length)];

        private static string Quoted(string text)
            => "\"" + string.Concat(text.Select(letter => IsPlain(letter) ? $"{letter}" : $"\\u{(int)letter:x4}")) + "\"";

        private static bool IsPlain(char letter) => letter is >= ' ' and <= '~' and not '"' and not '\\';

        private static string Sane(string text)
            => text.Length > 1_000 ? text[..1_000] : text.Replace("\ud800", "?", StringComparison.Ordinal);
    }
}
