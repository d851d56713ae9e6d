using Parquet;

namespace Grlm;

/// <summary>Reads the place of every user's target in a list of recommendations from <see cref="ArtifactNames.Predictions"/>.</summary>
/// <param name="Path">The file.</param>
/// <param name="Users">The users, in the order of the file.</param>
/// <param name="Targets">Their targets.</param>
/// <param name="Ranks">One-based places; 0 where the target is not in the list.</param>
internal sealed record PredictedRanks(string Path, IReadOnlyList<string> Users, IReadOnlyList<string> Targets, IReadOnlyList<int> Ranks)
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidInputException">It is damaged or of another kind.</exception>
    public static async Task<PredictedRanks> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = File.OpenRead(path);
            ParquetLayout.Check(stream);
            stream.Position = 0;
            await using var reader = await ParquetReader.CreateAsync(stream, cancellationToken: cancellationToken);
            var (users, targets, ranks) = (new List<string>(), new List<string>(), new List<int>());
            var rankField = reader.Schema.FindDataField(PredictionFile.Rank);
            foreach (var group in reader.RowGroups)
            {
                using var userIds = await ParquetColumn.ReadAsync<ReadOnlyMemory<char>>(reader, group, PredictionFile.UserId);
                using var targetIds = await ParquetColumn.ReadAsync<ReadOnlyMemory<char>>(reader, group, PredictionFile.TargetId);
                var places = new int?[checked((int)group.RowCount)];
                await group.ReadAsync<int>(rankField, places.AsMemory(), cancellationToken: cancellationToken);
                users.AddRange(userIds.Values.ToArray().Select(id => id.ToString()));
                targets.AddRange(targetIds.Values.ToArray().Select(id => id.ToString()));
                ranks.AddRange(places.Select(place => place ?? 0));
            }

            return new PredictedRanks(path, users, targets, ranks);
        }
        catch (Exception error) when (error is not (OutOfMemoryException or OperationCanceledException))
        {
            // Damage shows in many places of the decoder, as many kinds of exception; the remedy is the same.
            throw new InvalidInputException(
                $"{path}: not predictions that can be read{ParquetLayout.Detail(error)}. Run stage 'evaluate' there again.", error);
        }
    }

    /// <summary>Returns the ranks in the order of another run's users.</summary>
    /// <exception cref="InvalidInputException">The two don't hold the same users with the same targets.</exception>
    public int[] InOrderOf(PredictedRanks other)
    {
        var places = PlaceOfUser();
        var ranks = new int[other.Users.Count];
        for (var user = 0; user < ranks.Length; user++)
        {
            if (!places.Remove(other.Users[user], out var place)
                || !string.Equals(Targets[place], other.Targets[user], StringComparison.Ordinal))
            {
                throw new InvalidInputException(
                    $"{Path}: user '{other.Users[user]}' of {other.Path} is not there, or has another target. " +
                        $"Only runs on the same users and targets can be compared.");
            }

            ranks[user] = Ranks[place];
        }

        return places.Count == 0 ? ranks : throw new InvalidInputException(
            $"{Path}: it has {places.Count} users that {other.Path} has not, '{places.Keys.First()}' among them. " +
                $"Only runs on the same users and targets can be compared.");
    }

    /// <summary>Returns the ranks of the users that another run holds too with the same target, and theirs there.</summary>
    public (IReadOnlyList<int> Ranks, IReadOnlyList<int> Others) InCommonWith(PredictedRanks other)
    {
        var places = other.PlaceOfUser();
        List<int> ranks = [], others = [];
        for (var user = 0; user < Users.Count; user++)
        {
            if (places.TryGetValue(Users[user], out var place)
                && string.Equals(Targets[user], other.Targets[place], StringComparison.Ordinal))
            {
                ranks.Add(Ranks[user]);
                others.Add(other.Ranks[place]);
            }
        }

        return (ranks, others);
    }

    private Dictionary<string, int> PlaceOfUser()
    {
        var places = new Dictionary<string, int>(Users.Count, StringComparer.Ordinal);
        for (var place = 0; place < Users.Count; place++)
        {
            places[Users[place]] = place;
        }

        return places;
    }
}
