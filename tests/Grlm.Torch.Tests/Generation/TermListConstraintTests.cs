using System.Text;
using System.Text.Json;
using CsCheck;

namespace Grlm.Torch.Tests;

[Collection(typeof(TorchCollection))]
public sealed class TermListConstraintTests
{
    /// <summary>All bytes, and longer tokens that cross every border of a list.</summary>
    private static readonly byte[][] _vocabulary =
    [
        .. Enumerable.Range(0, 256).Select(value => new[] { (byte)value }),
        .. new[] { ", ", " a", "s, b", "], ", "a]", "\", \"", "[a", "Ab", "-a", "--", "ab, ab", ", a, b", "a-b", "ab", "[\"",
            "\"]", "%", "5%", "é", "aé", "日", "本語", new string('a', 39), new string('a', 40), new string('a', 41), "" }
            .Select(Encoding.UTF8.GetBytes),
    ];

    private static readonly TokenByteTrie _tokens = new(_vocabulary);

    [Fact]
    public void Constraint_LeadsAnyChoiceToAListOfDistinctTermsInNormalForm()
    {
        Gen.Select(Gen.Int[1, 6], Gen.Int[0, int.MaxValue],
            Gen.OneOf(Gen.Const(TermListForm.Bracketed), Gen.Const(TermListForm.Json))).Sample(
            (count, seed, form) => AssertTerms(Write(new TermListConstraint(_tokens, count, form), _tokens, new Random(seed)), form, count),
            iter: 60,
            threads: 1);
    }

    [Fact]
    public void Constraint_FindsAnotherTermWhereItsFirstChoiceIsTaken()
    {
        // A writer that always takes the first token it may can only repeat itself.
        var text = Write(new TermListConstraint(_tokens, 4, TermListForm.Bracketed), _tokens, random: null);

        AssertTerms(text, TermListForm.Bracketed, 4);
    }

    [Fact]
    public void Allowed_IsExactlyWhatTheAutomatonAndTheEarlierTermsAllow()
    {
        Gen.Int[0, int.MaxValue].Sample(
            seed =>
            {
                var random = new Random(seed);
                var constraint = new TermListConstraint(_tokens, 3, TermListForm.Bracketed);
                var (state, text) = (constraint.Start, "");
                for (var step = 0; step < 12 && !constraint.Allowed(state).IsEmpty; step++)
                {
                    int[] allowed = constraint.Allowed(state).ToArray();
                    string[] expected = ["[", "[a", "a", "b", "ab", "-", "-a", "a-b", ", ", ",", "]", " ", " a", "A", "s, b", "a]"];
                    foreach (var token in expected)
                    {
                        var id = Array.FindIndex(_vocabulary, bytes => bytes.AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(token)));
                        Assert.True(MayContinue(text + token) == allowed.Contains(id), $"'{token}' behind '{text}'");
                    }

                    var ascii = allowed.Where(token => token >= 256 || token < 128)
                        .Where(token => Ascii.IsValid(_vocabulary[token])).ToArray();
                    var next = ascii[random.Next(ascii.Length)];
                    text += Encoding.UTF8.GetString(_vocabulary[next]);
                    state = constraint.Follow(state, next);
                }
            },
            iter: 50,
            threads: 1);
    }

    [Fact]
    public void Constraint_OverRealVocabularies_WritesValidLists()
    {
        foreach (var folder in new[] { "models/SmolLM2-135M-Instruct", "models/Qwen3-tokenizer" })
        {
            var tokenizer = Tokenizer.Load(Path.GetDirectoryName(Repository.SharedFile(folder + "/tokenizer.json"))!);
            var tokens = new TokenByteTrie(
                [.. Enumerable.Range(0,
                    tokenizer.VocabularySize).Select(id => tokenizer.IsSpecial(id) ? [] : tokenizer.BytesOf(id).ToArray())]);
            for (var seed = 0; seed < 3; seed++)
            {
                AssertTerms(Write(new TermListConstraint(tokens, 5, TermListForm.Bracketed), tokens, new Random(seed)),
                    TermListForm.Bracketed, 5);
            }
        }
    }

    [Fact]
    public void Generate_WithAnyNetwork_WritesAListOfTerms_GreedyDrawnAndByBeams()
    {
        Gen.Select(Gen.Int[0, 1_000], Gen.Int[1, 2]).Sample(
            (seed, count) =>
            {
                using var network = RandomNetwork.Create(seed, _vocabulary.Length, maximumPositions: 512);
                var options = new TextGenerationOptions { MaximumNewTokens = 340, Seed = seed, Temperature = seed % 2 * 3 };
                var request = new TokenRequest([1, 2], options,
                    [])
                { Constraint = new TermListConstraint(_tokens, count, TermListForm.Json) };
                var settings = new BeamSearchSettings { Beams = 2, MaximumNewTokens = 340 };

                var written = new TokenGeneration(network).Generate([request], CancellationToken.None)[0].Written;
                var beams = new BeamSearch(network).Search([[1, 2]],
                    [new TermListConstraint(_tokens, count, TermListForm.Bracketed)], settings, CancellationToken.None)[0];

                AssertTerms(TextOf(written), TermListForm.Json, count);
                Assert.NotEmpty(beams);
                Assert.All(beams, beam => AssertTerms(TextOf(beam.Tokens), TermListForm.Bracketed, count));
            },
            iter: 3,
            threads: 1);
    }

    [Fact]
    public void Constraint_OverAVocabularyThatCannotSpellOtherScripts_StaysInAscii()
    {
        var tokens = new TokenByteTrie([.. _vocabulary[..128], .. _vocabulary[256..]]);
        for (var seed = 0; seed < 5; seed++)
        {
            var text = Write(new TermListConstraint(tokens, 3, TermListForm.Bracketed), tokens, new Random(seed));

            AssertTerms(text, TermListForm.Bracketed, 3);
            Assert.True(Ascii.IsValid(text), text);
        }
    }

    [Fact]
    public void Constraint_RefusesNumbersOutOfRangeAndVocabulariesThatCannotSpell()
    {
        Assert.Throws<InvalidOptionsException>(() => new TermListConstraint(_tokens, 0, TermListForm.Json));
        Assert.Throws<InvalidOptionsException>(() => new TermListConstraint(_tokens, 33, TermListForm.Json));
        Assert.Throws<InvalidInputException>(() => new TermListConstraint(new TokenByteTrie(_vocabulary[..97]), 1, TermListForm.Json));
    }

    private static string Write(TermListConstraint constraint, TokenByteTrie tokens, Random? random)
    {
        List<byte> text = [];
        for (var state = constraint.Start; !constraint.Allowed(state).IsEmpty;)
        {
            var allowed = constraint.Allowed(state);
            var token = random is null ? allowed[^1] : allowed[random.Next(allowed.Length)];
            text.AddRange(tokens.Vocabulary[token]);
            state = constraint.Follow(state, token);
        }

        return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString([.. text]);
    }

    private static string TextOf(int[] tokens) => Encoding.UTF8.GetString([.. tokens.SelectMany(token => _vocabulary[token])]);

    private static void AssertTerms(string text, TermListForm form, int count)
    {
        var terms = form == TermListForm.Json
            ? JsonSerializer.Deserialize<string[]>(text)! : text[form.Open.Length..^form.Close.Length].Split(form.Separator);
        Assert.Equal(form.Open + string.Join(form.Separator, terms) + form.Close, text);
        Assert.Equal(count, terms.Distinct(StringComparer.Ordinal).Count());
        Assert.All(terms, term =>
        {
            // Which of its two forms a small sigma has goes by its neighbours, which a model that writes letter by letter does not know
            // yet.
            Assert.True(TermNormalForm.TryNormalize(term, out var normal), term);
            Assert.Equal(normal.Replace('ς', 'σ'), term.Replace('ς', 'σ'));
        });
    }

    /// <summary>The same rule written with strings, for short ASCII lists of three terms in brackets.</summary>
    private static bool MayContinue(string text)
    {
        if (!text.StartsWith('['))
        {
            return false;
        }

        var isClosed = text.EndsWith(']');
        var parts = (isClosed ? text[1..^1] : text[1..]).Split(',');
        string[] whole = [.. parts[..^1].Concat(isClosed ? parts[^1..] : [])];
        var terms = whole.Select((part, index) => index == 0 ? part : part.StartsWith(' ') ? part[1..] : "\0").ToArray();
        var rest = isClosed ? null
            : parts.Length == 1 ? parts[0] : parts[^1].Length == 0 ? "" : parts[^1].StartsWith(' ') ? parts[^1][1..] : "\0";
        return (isClosed ? terms.Length == 3 : terms.Length < 3)
            && terms.Distinct().Count() == terms.Length
            && terms.All(term => term.Length > 0 && IsBeginning(term) && !IsJoiner(term[^1]))
            && (rest is null
                || (IsBeginning(rest) && !(rest.Length == 40 && terms.Contains(rest)))) // a full term cannot become another one
            && text.Count(letter => letter == ']') == (isClosed ? 1 : 0);
    }

    private static bool IsJoiner(char letter) => letter is '-' or '.' or '&' or '\'';

    private static bool IsBeginning(string term)
        => term.Length <= 40 && term.Select((letter, place) => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter)
            || (place > 0 && !IsJoiner(term[place - 1]) && (letter is '%' or '+' || (IsJoiner(letter) && place < 39)))).All(fine => fine);
}
