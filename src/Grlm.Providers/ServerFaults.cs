using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Grlm.Providers;

/// <summary>
/// Tells what an answer means that is none: whether asking again may help, whether this request is at fault, or whether no request can
/// work. Always in the server's own words, and never with its key.
/// </summary>
/// <param name="keyHint">What to do where the server wants another key.</param>
/// <param name="redactor">Takes the key out of messages.</param>
/// <param name="clock">Tells how far off a date is that a server names.</param>
internal sealed partial class ServerFaults(string keyHint, Redactor redactor, TimeProvider clock)
{
    // Whoever has to wait longer is told so, and not left before a command that seems to hang.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    /// <summary>Returns an address without what is no part of its resource.</summary>
    public static string Shown(Uri address) => address.GetLeftPart(UriPartial.Path);

    /// <summary>Says what no request can mend.</summary>
    public static MissingPrerequisiteException Hopeless(string message, Exception? cause = null)
        => new(message, cause) { KeepsWork = true };

    /// <summary>Returns the fault of an answer whose status is no success.</summary>
    public Exception OfStatus(HttpResponseMessage response, Uri address, string body)
        => Of(response.StatusCode, $"{Shown(address)} answered {(int)response.StatusCode}", WordsOf(body), RetryAfterOf(response));

    /// <summary>Passes the values of an answer on whose status is a success, if none of them is an error nevertheless.</summary>
    public IReadOnlyList<JsonElement> Checked(IReadOnlyList<JsonElement> values, Uri address)
    {
        foreach (var value in values)
        {
            if ((ErrorOf(value)
                ?? value.Find("choices").Elements().Select(ErrorOf).FirstOrDefault(error => error is not null)) is { } error)
            {
                throw Of(StatusOf(error), $"{Shown(address)} answered with an error", WordsOf(error), retryAfter: null);
            }
        }

        return values;
    }

    /// <summary>Returns the fault of an answer that is something else than was asked for.</summary>
    public ModelUnavailableException Unreadable(string body, Uri address)
        => new($"{Shown(address)} answered with something else than was asked for{Said(WordsOf(body))}");

    /// <summary>Returns what a text says, with a colon in front and a full stop behind.</summary>
    private string Said(string words)
        => redactor.Quote(words) is { Length: > 0 } said ? $": {said}{(said[^1] is '.' or '!' or '?' or '…' ? "" : ".")}" : ".";

    private Exception Of(HttpStatusCode status, string what, string words, TimeSpan? retryAfter)
    {
        var said = $"{what}{Said(words)}";
        return status switch
        {
            _ when retryAfter > LongestWait => Hopeless(
                $"{said} It takes no requests for {Readable.Duration(retryAfter.Value)}: run the same again then; what is there is kept."),
            HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable
                => new ModelUnavailableException(said, isOverload: true, retryAfter),
            HttpStatusCode.NotImplemented => Hopeless($"{said} Check option 'endpoint' and option 'model'."),
            HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError
                => new ModelUnavailableException(said, isOverload: false, retryAfter),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => Hopeless($"{said} {keyHint}"),
            HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.Gone
                => Hopeless($"{said} Check option 'endpoint' and option 'model'."),
            HttpStatusCode.PaymentRequired => Hopeless(said),
            _ => new ModelRefusedException(said),
        };
    }

    private TimeSpan? RetryAfterOf(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > clock.GetUtcNow() => date - clock.GetUtcNow(),
        { Date: not null } => TimeSpan.Zero,
        _ => null,
    };

    private static JsonElement? ErrorOf(JsonElement value)
        => value.Find("error") is { } error && error.ValueKind != JsonValueKind.False
            && error.ToString() is not ("" or "0" or "{}" or "[]") ? error : null;

    /// <summary>Returns the status that an error would have come with if its server used them.</summary>
    private static HttpStatusCode StatusOf(JsonElement error)
    {
        if (error.FindAny("code", "status", "status_code").Whole() is >= 400 and < 600 and var status)
        {
            return (HttpStatusCode)status;
        }

        var words = $"{error.Find("type")} {error.Find("code")} {WordsOf(error)}";
        return NotFound().IsMatch(words) ? HttpStatusCode.NotFound
            : words.Contains("rate_limit", StringComparison.OrdinalIgnoreCase) ? HttpStatusCode.TooManyRequests
            : words.Contains("authentication", StringComparison.OrdinalIgnoreCase) ? HttpStatusCode.Unauthorized
            : words.Contains("invalid_request", StringComparison.OrdinalIgnoreCase) ? HttpStatusCode.BadRequest
            : HttpStatusCode.InternalServerError;
    }

    private static string WordsOf(string body)
    {
        try
        {
            return JsonAnswer.Read(body) is [{ ValueKind: not JsonValueKind.String } first, ..]
                ? WordsOf(first.FindAny("error", "detail", "message", "errors") ?? first) : body;
        }
        catch (JsonException)
        {
            return Markup().Replace(body, " ");
        }
    }

    /// <summary>Returns OpenAI's <c>{"message": …, "param": …}</c>, Ollama's text, or whatever else it is.</summary>
    private static string WordsOf(JsonElement error)
    {
        var words = (error.FindAny("message", "msg", "detail") ?? error).ToString();
        return error.Find("param") is { } parameter && !words.Contains(parameter.ToString(), StringComparison.Ordinal)
            ? $"{words} ({parameter})" : words;
    }

    [GeneratedRegex("not.?found|does not exist", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex NotFound();

    [GeneratedRegex("<(script|style)[^>]*>[^<]*</(script|style)>|<[^>]*>",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Markup();
}

/// <summary>Reads JSON as servers write it: what is missing, null or of another type than usual is not there, and nothing more.</summary>
internal static class JsonAnswer
{
    private const string EventData = "data:", EndOfEvents = "[DONE]";

    private static readonly JsonDocumentOptions _lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>
    /// Reads the body of an answer: a value; a value a line; or events with a value each, as a server sends them that streams unasked.
    /// </summary>
    /// <exception cref="JsonException">It is none of these.</exception>
    public static IReadOnlyList<JsonElement> Read(string body)
    {
        if (body.StartsWith(EventData, StringComparison.Ordinal) || body.StartsWith("event:", StringComparison.Ordinal)
            || body.StartsWith(':'))
        {
            return [.. Lines(body).Where(line => line.StartsWith(EventData, StringComparison.Ordinal))
                .Select(line => line[EventData.Length..].Trim()).Where(line => line is not ("" or EndOfEvents)).Select(Parse)];
        }

        try
        {
            return [Parse(body)];
        }
        catch (JsonException) when (Lines(body) is [['{', ..], ['{', ..], ..] lines)
        {
            return [.. lines.Select(Parse)];
        }
    }

    /// <summary>Returns a property of an object; null where there is none, or it is null, or this is no object.</summary>
    public static JsonElement? Find(this JsonElement value, string name)
        => value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var found)
            && found.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined)
            ? found
            : null;

    /// <summary>Returns the first of these properties that is there.</summary>
    public static JsonElement? FindAny(this JsonElement value, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (value.Find(name) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>Returns the elements of a list; none where this is no list.</summary>
    public static IEnumerable<JsonElement> Elements(this JsonElement? value)
        => value is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    /// <summary>Returns a whole number, also one in quotes or with a dot; null where it is none.</summary>
    public static long? Whole(this JsonElement? value)
        => value is { ValueKind: JsonValueKind.Number or JsonValueKind.String } number
            && double.TryParse(number.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed)
            && Math.Abs(parsed) < long.MaxValue && parsed == Math.Floor(parsed)
            ? (long)parsed
            : null;

    /// <summary>
    /// Returns what a content says: a text, or parts of one, of which those that are thoughts are left out; anything else as JSON, since it
    /// may be the list that was asked for.
    /// </summary>
    /// <param name="content">The content.</param>
    /// <param name="ofThoughts">Whether the parts that are thoughts are wanted, and no others.</param>
    public static string Text(this JsonElement? content, bool ofThoughts = false) => content switch
    {
        null => "",
        { ValueKind: JsonValueKind.Array } parts when parts.EnumerateArray().Any(part => part.ValueKind == JsonValueKind.Object)
            => string.Concat(parts.EnumerateArray().Select(part => TextOfPart(part, ofThoughts))),
        { } text => ofThoughts ? "" : text.ToString(),
    };

    private static string TextOfPart(JsonElement part, bool ofThoughts)
    {
        var thoughts = part.FindAny("thinking", "reasoning");
        return ofThoughts ? thoughts.Text()
            : thoughts is not null ? ""
            : part.Find("text") is { } text ? (text.Find("value") ?? text).ToString()
            : part.ValueKind == JsonValueKind.String ? part.ToString() : "";
    }

    private static string[] Lines(string body) => body.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static JsonElement Parse(string text)
    {
        using var document = JsonDocument.Parse(text, _lenient);
        return document.RootElement.Clone();
    }
}
