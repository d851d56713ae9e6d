using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Grlm.Internal;

/// <summary>
/// Says how options, results and manifests are written as JSON: camelCase names and enumeration values, indented, letters of all languages
/// as they are.
/// </summary>
public static class WorkspaceJson
{
    private static readonly JsonSerializerOptions FingerprintOptions = new(Create())
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutWhatDoesNotMatter } },
    };

    /// <summary>Gets the settings that every JSON document of a workspace is read and written with.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>
    /// Returns the options as JSON that is equal for equal options: properties in ordinal order at every level, without those marked
    /// <see cref="NotInFingerprintAttribute"/>.
    /// </summary>
    public static string Canonical<T>(T options)
        => Sorted(JsonSerializer.SerializeToNode(options, FingerprintOptions))?.ToJsonString() ?? "null";

    private static JsonSerializerOptions Create() => new(JsonSerializerDefaults.Web)
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(), // said, so that what a type holds can be asked before anything is written
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    private static void LeaveOutWhatDoesNotMatter(JsonTypeInfo type)
    {
        for (var place = type.Properties.Count - 1; place >= 0; place--)
        {
            if (type.Properties[place].AttributeProvider is MemberInfo member && member.IsDefined(typeof(NotInFingerprintAttribute)))
            {
                type.Properties.RemoveAt(place);
            }
        }
    }

    /// <summary>Returns the same value with the members of its objects in ordinal order.</summary>
    internal static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members
            .OrderBy(member => member.Key, StringComparer.Ordinal)
            .Select(member => KeyValuePair.Create(member.Key, Sorted(member.Value)))),
        JsonArray elements => new JsonArray([.. elements.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
