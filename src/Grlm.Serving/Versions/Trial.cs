using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Grlm.Serving;

/// <summary>
/// Says on whom a version is tried: on a share of the users, of all scenarios or of some. Who is among them is a matter of his id and the
/// version's name alone, so that he always meets the same version, on every server. Immutable.
/// </summary>
/// <param name="Version">The version.</param>
/// <param name="Call">Share and scenarios.</param>
internal sealed record Trial(string Version, CanaryCall Call)
{
    /// <summary>Reads the trial of a version that has one.</summary>
    public static Trial Of(StoredModel model)
        => new(model.Version, JsonSerializer.Deserialize(model.Trial!, ServingJson.Api.CanaryCall) ?? new CanaryCall());

    /// <summary>Tells whether a caller is among those on whom it is tried; who can't be told apart is only where all are.</summary>
    public bool Takes(string? who, string? scenario)
        => (Call.Scenarios is not { Count: > 0 } scenarios || scenarios.Contains(scenario ?? string.Empty, StringComparer.Ordinal))
            && (Call.Share is null or >= 1 || (who is not null && PlaceOf(who) < Call.Share));

    /// <summary>Returns a number from 0 to below 1 for a user: as good as drawn, and always the same.</summary>
    private double PlaceOf(string who)
        => BinaryPrimitives.ReadUInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{Version}\n{who}"))) / (uint.MaxValue + 1.0);
}
