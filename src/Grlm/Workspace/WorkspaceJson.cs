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
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutWhatDoesNotMatter, SpreadGroups } },
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
        // Also said so that what a type holds can be asked before anything is written.
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { SpreadGroups } },
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    private static void LeaveOutWhatDoesNotMatter(JsonTypeInfo type)
    {
        for (var place = type.Properties.Count - 1; place >= 0; place--)
        {
            var property = type.Properties[place];
            switch (AttributeOf<NotInFingerprintAttribute>(property))
            {
                case { AtDefault: true }:
                    var standard = property.Get!(Activator.CreateInstance(type.Type)!);
                    property.ShouldSerialize = (_, value) => !Equals(value, standard);
                    break;
                case not null:
                    type.Properties.RemoveAt(place);
                    break;
            }
        }
    }

    /// <summary>Puts the options of each group in its place.</summary>
    private static void SpreadGroups(JsonTypeInfo type)
    {
        for (var place = type.Properties.Count - 1; place >= 0; place--)
        {
            var group = type.Properties[place];
            if (AttributeOf<OptionGroupAttribute>(group) is null)
            {
                continue;
            }

            type.Properties.RemoveAt(place);
            var options = type.OriginatingResolver!.GetTypeInfo(group.PropertyType, type.Options)!.Properties;
            foreach (var (number, option) in options.Where(option => AttributeOf<OptionAttribute>(option) is not null).Index())
            {
                type.Properties.Insert(place + number, Spread(type, group, option));
            }
        }
    }

    private static JsonPropertyInfo Spread(JsonTypeInfo type, JsonPropertyInfo group, JsonPropertyInfo option)
    {
        var spread = type.CreateJsonPropertyInfo(option.PropertyType, option.Name);
        spread.AttributeProvider = option.AttributeProvider;
        spread.Get = owner => option.Get!(group.Get!(owner)!);
        spread.Set = (owner, value) => option.Set!(group.Get!(owner)!, value);
        spread.ShouldSerialize = (owner, value) => option.ShouldSerialize?.Invoke(group.Get!(owner)!, value) ?? true;
        return spread;
    }

    private static T? AttributeOf<T>(JsonPropertyInfo property)
        where T : Attribute
        => (property.AttributeProvider as MemberInfo)?.GetCustomAttribute<T>();

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
