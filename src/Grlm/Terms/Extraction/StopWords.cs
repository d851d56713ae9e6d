using System.Collections.Frozen;

namespace Grlm;

/// <summary>Words that name no trait of anything: English function words, words of praise and sale, and function words of languages that are not written in
/// Latin letters. What a catalogue is about plays no part.</summary>
internal static class StopWords
{
    private const string Function =
        """
        a about above across after again against all along also although am among an and any are around as at away be because been before behind being
        below between both but by can cannot could did do does doing done down during each either else etc even ever every few for from further get gets
        give gives go goes had has have having he her here hers herself him himself his how i if in into is it its itself just keep keeps least less let
        like ll made make makes making many may me might mine more most much must my myself near need needs no nor not now of off often on once one only
        onto or other others our ours ourselves out over own per please put rather re s same several shall she should so some such t than that the their
        theirs them themselves then there these they this those though through to too toward under until up upon us use used uses using ve very via was
        we well were what when where whether which while who whom whose why will with within without would yet you your yours yourself n w d m
        """;

    private const string Praise =
        """
        amazing authentic available awesome best better brand-new choice deal deluxe exclusive favorite favourite free genuine good great guarantee
        guaranteed high ideal includes include included including nice official perfect premium quality sale satisfaction super top value wonderful
        """;

    /// <summary>Chinese, Japanese, Korean, Thai, Lao, Khmer, Burmese, Arabic, Hebrew, Hindi, Russian and Greek.</summary>
    private const string Foreign =
        """
        正品 包邮 官方 旗舰店 正版 付き 対応 を取れる 위한 및 위해 정품 무료배송 และ สำหรับ สําหรับ ของ ที่ ใน กับ พร้อม แบบ ของแท้ ສຳລັບ ສໍາລັບ ແລະ ຂອງ พร้อมส่ง សម្រាប់ និង
        من في على إلى مع بدون أو عن هذا هذه غير عدد של עם על את או ללא בלי זה זו के का की को से में और या लिए साथ पर एक यह है वाला वाली वाले
        и в на с со для из от до по под при или не без у к за это как а о το η ο οι τα του της των τον την για με και σε από στο στη στην στον ή χωρίς
        """;

    /// <summary>Function words after which a title no longer says what the thing is: <c>brush with case</c>.</summary>
    private static readonly FrozenSet<string> _prepositions =
        new[] { "for", "with", "from", "by", "of", "in", "on", "to", "without", "includes", "including", "w" }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> _all = $"{Function}\n{Praise}\n{Foreign}"
        .Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether a word is one of them.</summary>
    public static bool Contains(string word) => _all.Contains(word);

    /// <summary>Whether what follows the word qualifies what stands before it.</summary>
    public static bool IsPreposition(string word) => _prepositions.Contains(word);
}
