using CsCheck;

namespace Grlm.Tests;

internal static class Splits
{
    public static UserHistories Histories(params IReadOnlyList<int[]> users)
    {
        var offsets = new int[users.Count + 1];
        for (var user = 0; user < users.Count; user++)
        {
            offsets[user + 1] = offsets[user] + users[user].Length;
        }

        return new UserHistories([.. users.Select((_, user) => $"u{user}")], offsets, [.. users.SelectMany(items => items)]);
    }

    /// <summary>Users whose items never repeat: only then does an item in a history prove that it is known.</summary>
    public static Gen<int[][]> WithoutRepeats(int itemCount)
        => Gen.Shuffle(Enumerable.Range(0, itemCount).ToArray(), 0, itemCount).Array[1, 8];

    /// <summary>A library in which every item has a TID of its own.</summary>
    public static TermLibrary LibraryOf(int itemCount)
        => new([.. Enumerable.Range(0, itemCount).Select(item => new TermId($"t{item / 8}", $"t{item % 8}"))]);
}
