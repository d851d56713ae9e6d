using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace Grlm.Providers;

/// <summary>
/// Represents a language model behind a server, whose faults are told as those of <see cref="LanguageModelConnection"/>. It asks once, but
/// for parameters that the server does not take. Safe for concurrent use.
/// </summary>
/// <param name="connection">What it speaks through; disposed of with this.</param>
/// <param name="protocol">How the server wants to be asked.</param>
/// <param name="model">The model's name on the server.</param>
internal sealed class ServerChatClient(ServerConnection connection, ServerProtocol protocol, string model) : IChatClient
{
    // Letters of a token as JSON may write them, thoughts twice over, and what stands around.
    private const long BytesOfAToken = 64, BytesAround = 1 << 18;
    private const int UsualTokens = 1 << 16;

    private readonly LeftOutParameters _parameters = new(protocol.FormParameter);

    /// <inheritdoc/>
    /// <exception cref="ModelUnavailableException">There is no answer, or none that can be read.</exception>
    /// <exception cref="ModelRefusedException">The request is at fault.</exception>
    /// <exception cref="MissingPrerequisiteException">No request can work.</exception>
    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var mostBytes = BytesAround + ((options?.MaxOutputTokens ?? UsualTokens) * BytesOfAToken);
        return _parameters.SendAsync(
            protocol.ChatRequest(options?.ModelId ?? model, messages, options),
            request => connection.PostAsync(
                protocol.ChatResource,
                request,
                mostBytes,
                values => ChatAnswer.Read(values, options?.MaxOutputTokens, connection.Redactor),
                cancellationToken));
    }

    /// <inheritdoc/>
    /// <remarks>The answer comes as a whole.</remarks>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
        {
            yield return update;
        }
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
        => serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    /// <inheritdoc/>
    public void Dispose() => connection.Dispose();
}

/// <summary>
/// Learns which parameters of requests a server does not take, from how it refuses them, and leaves them out from then on: models of one
/// protocol take different ones, and what they take changes. Safe for concurrent use.
/// </summary>
/// <param name="form">The parameter with the form of an answer, which is suspected where a server refuses without naming what it
/// refuses.</param>
internal sealed partial class LeftOutParameters(string form)
{
    private const string SystemRole = "system", Messages = "messages", Content = "content", Role = "role";

    /// <summary>Holds what a request can't do without, and names that say more than a parameter.</summary>
    private static readonly HashSet<string> _kept = new(StringComparer.Ordinal)
    {
        "model", Messages, Role, Content, "input", "stream", "options", "type", "name", "schema", "json_schema", "properties",
        "terms", "items", "required", "description",
    };

    private readonly Lock _gate = new();
    private readonly Dictionary<string, string?> _left = new(StringComparer.Ordinal);
    private readonly HashSet<string> _passed = new(StringComparer.Ordinal);

    /// <summary>Sends a request without what the server is known not to take, and again without what it refuses.</summary>
    /// <typeparam name="T">What is answered.</typeparam>
    /// <param name="request">The request with all parameters.</param>
    /// <param name="send">Sends it.</param>
    /// <exception cref="ModelRefusedException">It is refused, for another reason than a parameter.</exception>
    public async Task<T> SendAsync<T>(JsonObject request, Func<JsonObject, Task<T>> send)
    {
        Dictionary<string, string?> left;
        lock (_gate)
        {
            left = new(_left, StringComparer.Ordinal);
        }

        for (Exception? suspected = null; ;)
        {
            var sent = Without(request, left);
            try
            {
                var answer = await send(sent);
                RememberAccepted(left, sent);
                return answer;
            }
            catch (Exception error) when (error is ModelRefusedException or ModelUnavailableException { IsOverload: false })
            {
                if (Refused(error.Message, sent) is { } refused)
                {
                    left[refused.Name] = refused.Instead is { } instead && !left.ContainsKey(instead) ? instead : null;
                }
                else if (suspected is null && (error is ModelRefusedException || SpeaksOfAForm().IsMatch(error.Message)) && IsSuspect(sent))
                {
                    (left[form], suspected) = (null, error);
                }
                else if (suspected is not null)
                {
                    throw suspected;
                }
                else
                {
                    throw;
                }
            }
        }
    }

    /// <summary>
    /// Returns the parameter of a request that a refusal names, and what it names instead of it: of several the one that lies deepest.
    /// </summary>
    private static (string Name, string? Instead)? Refused(string message, JsonObject sent)
    {
        // The address says nothing about parameters.
        var words = message[(message.IndexOf(" answered ", StringComparison.Ordinal) + 1)..];
        if (HasSystemRole(sent) && RefusesSystemRole().IsMatch(words))
        {
            return (SystemRole, null);
        }

        return NamesIn(sent, depth: 0).OrderByDescending(place => place.Depth).Select(place => place.Name)
            .FirstOrDefault(name => IsNamed(name, words)) is { } refused
            ? (refused, Instead().Match(words) is { Success: true } match ? match.Groups["name"].Value : null)
            : null;
    }

    private static bool IsNamed(string name, string words)
        => Regex.IsMatch(words, $@"(^|[^A-Za-z0-9_]){Regex.Escape(name).Replace("_", "[_ ]", StringComparison.Ordinal)}($|[^A-Za-z0-9_])",
            RegexOptions.IgnoreCase | RegexOptions.NonBacktracking);

    private static IEnumerable<(string Name, int Depth)> NamesIn(JsonNode? node, int depth) => node is not JsonObject members ? [] : members
        .Where(member => member.Key != Messages)
        .SelectMany(member => NamesIn(member.Value, depth + 1).Concat(_kept.Contains(member.Key) ? [] : [(member.Key, depth)]));

    private static JsonObject Without(JsonObject request, Dictionary<string, string?> left)
    {
        var sent = (JsonObject)request.DeepClone();
        foreach (var (name, instead) in left.Where(parameter => parameter.Key != SystemRole))
        {
            Remove(sent, name, instead);
        }

        if (left.ContainsKey(SystemRole) && HasSystemRole(sent))
        {
            // What the system says is said by whoever asks.
            var turns = sent[Messages]!.AsArray();
            turns[1]![Content] = $"{turns[0]![Content]}\n\n{turns[1]![Content]}";
            turns.RemoveAt(0);
        }

        return sent;
    }

    private static void Remove(JsonObject members, string name, string? instead)
    {
        if (members.Remove(name, out var value) && instead is not null)
        {
            members[instead] = value;
        }

        foreach (var inner in members.Select(member => member.Value).OfType<JsonObject>())
        {
            Remove(inner, name, instead);
        }
    }

    private static bool HasSystemRole(JsonObject sent)
        => sent[Messages] is JsonArray { Count: > 1 } turns && turns[0]![Role]!.GetValue<string>() == SystemRole
            && turns[1]![Role]!.GetValue<string>() == "user";

    private bool IsSuspect(JsonObject sent)
    {
        lock (_gate)
        {
            return sent.ContainsKey(form) && !_passed.Contains(form);
        }
    }

    /// <summary>
    /// Remembers that the server takes the parameters of a request that it has answered. A request without them was an exception, such as
    /// one that left no room for the answer.
    /// </summary>
    private void RememberAccepted(Dictionary<string, string?> left, JsonObject sent)
    {
        lock (_gate)
        {
            foreach (var parameter in left.Where(parameter => !_passed.Contains(parameter.Key)))
            {
                _left[parameter.Key] = parameter.Value;
            }

            _passed.UnionWith(NamesIn(sent, depth: 0).Select(place => place.Name));
            _ = HasSystemRole(sent) && _passed.Add(SystemRole);
        }
    }

    /// <summary>Finds the parameter that a server names: "Use 'max_completion_tokens' instead."</summary>
    [GeneratedRegex(@"\buse\W{1,3}(?<name>[a-z]+(_[a-z]+)+)\W{1,3}instead",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Instead();

    [GeneratedRegex("grammar|schema|json.?mode|structured", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex SpeaksOfAForm();

    [GeneratedRegex(@"system\W{0,3}(role|message|prompt|instruction)|role\w*\W.{0,40}system",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex RefusesSystemRole();
}
