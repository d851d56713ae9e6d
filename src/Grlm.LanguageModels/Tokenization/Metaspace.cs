using System.Text.Json;

namespace Grlm.LanguageModels;

/// <summary>SentencePiece's way to write spaces: as a mark that belongs to the word behind it (<c>▁</c>), with one before the text too.</summary>
/// <param name="Mark">The mark.</param>
/// <param name="Prefix">Where a mark is put before a text that has none.</param>
/// <param name="Cuts">Whether words end before a mark.</param>
internal sealed record Metaspace(char Mark, MetaspacePrefix Prefix, bool Cuts)
{
    /// <summary>Reads the step, as pre-tokenizer or as decoder.</summary>
    public static Metaspace Read(JsonElement step)
    {
        var mark = step.GetProperty("replacement").GetString();
        var prefix = step.TryGetProperty("prepend_scheme", out var scheme) ? scheme.GetString()
            : step.TryGetProperty("add_prefix_space", out var adds) && !adds.GetBoolean() ? "never" : "always";
        return new Metaspace(
            mark is [var only] ? only : throw new JsonException($"Metaspace writes spaces as '{mark}', which is not one character."),
            prefix switch
            {
                "always" => MetaspacePrefix.Always,
                "first" => MetaspacePrefix.First,
                "never" => MetaspacePrefix.Never,
                _ => throw new JsonException($"Metaspace has the unknown scheme '{prefix}'."),
            },
            !step.TryGetProperty("split", out var split) || split.GetBoolean());
    }

    /// <summary>A piece of a text with its spaces written as marks.</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="isFirst">Whether the text begins with it.</param>
    public string Rewrite(string piece, bool isFirst)
    {
        var marked = piece.Replace(' ', Mark);
        return marked[0] != Mark && (Prefix == MetaspacePrefix.Always || (Prefix == MetaspacePrefix.First && isFirst)) ? Mark + marked : marked;
    }
}

/// <summary>Where a mark for a space is put before a text that has none.</summary>
internal enum MetaspacePrefix
{
    /// <summary>Before every piece between added tokens.</summary>
    Always,

    /// <summary>Where the whole text begins.</summary>
    First,

    /// <summary>Nowhere.</summary>
    Never,
}
