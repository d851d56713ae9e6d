using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Mvc;

namespace Grlm.Serving;

/// <summary>Knows the bodies of requests and answers: camelCase, nothing that is unknown, no null that says nothing.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    Converters = [typeof(SourceNames), typeof(LikenessNames)],
    MaxDepth = 16)]
[JsonSerializable(typeof(RecommendationCall))]
[JsonSerializable(typeof(NextCall))]
[JsonSerializable(typeof(BatchCall))]
[JsonSerializable(typeof(RankingCall))]
[JsonSerializable(typeof(SimilarCall))]
[JsonSerializable(typeof(GroundCall))]
[JsonSerializable(typeof(SearchCall))]
[JsonSerializable(typeof(RecommendationAnswer))]
[JsonSerializable(typeof(ItemsAnswer))]
[JsonSerializable(typeof(GroundAnswer))]
[JsonSerializable(typeof(BatchAnswer))]
[JsonSerializable(typeof(HealthAnswer))]
[JsonSerializable(typeof(ItemAnswer))]
[JsonSerializable(typeof(ItemPage))]
[JsonSerializable(typeof(ItemsCall))]
[JsonSerializable(typeof(ItemsWritten))]
[JsonSerializable(typeof(InteractionsCall))]
[JsonSerializable(typeof(InteractionsWritten))]
[JsonSerializable(typeof(InteractionPage))]
[JsonSerializable(typeof(UserDeleted))]
[JsonSerializable(typeof(ModelsAnswer))]
[JsonSerializable(typeof(ModelContents))]
[JsonSerializable(typeof(ModelPublished))]
[JsonSerializable(typeof(ActivateCall))]
[JsonSerializable(typeof(ActivationAnswer))]
[JsonSerializable(typeof(CanaryCall))]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(RecommendationSource?))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(int?))]
[JsonSerializable(typeof(string))]
internal sealed partial class ServingJson : JsonSerializerContext
{
    /// <summary>
    /// Gets the one that is read and written with: letters and quotes as they are, since answers are JSON by their type and nobody may
    /// guess another; a field twice is a fault.
    /// </summary>
    public static ServingJson Api => Relaxed.Instance;

    /// <summary>Returns what is known of a type.</summary>
    public static JsonTypeInfo<T> Of<T>() => (JsonTypeInfo<T>)Api.GetTypeInfo(typeof(T))!;

    /// <summary>Made when it is first asked for: after what the generator makes.</summary>
    private static class Relaxed
    {
        public static ServingJson Instance { get; } = new(new JsonSerializerOptions(Default.Options)
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            AllowDuplicateProperties = false,
        });
    }
}

/// <summary>Writes sources as <c>fused</c>.</summary>
internal sealed class SourceNames()
    : JsonStringEnumConverter<RecommendationSource>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);

/// <summary>Writes likenesses as <c>both</c>.</summary>
internal sealed class LikenessNames() : JsonStringEnumConverter<Likeness>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);
