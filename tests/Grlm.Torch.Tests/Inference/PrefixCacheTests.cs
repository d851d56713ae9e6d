using CsCheck;

namespace Grlm.Torch.Tests;

public sealed class PrefixCacheTests
{
    private static readonly InferenceShape _shape = new(Layers: 1, Heads: 1, KeyHeads: 1, HeadSize: 16);

    [Fact]
    public void Find_GivesWhatPromptsHaveInCommon_AndSplitsWhereTheyPart()
    {
        var cache = new PrefixCache(1 << 20);
        var instruction = Enumerable.Range(0, 20).ToArray();
        int[] first = [.. instruction, 50, 51, 52];
        int[] second = [.. instruction, 60, 61];
        cache.Add([], Filled(first));

        var path = cache.Find(second);
        cache.Add(path, Filled(second[20..]));

        Assert.Equal(instruction, Assert.Single(path).Tokens);
        Assert.Equal(first, Tokens(cache.Find(first)));
        Assert.Equal(second, Tokens(cache.Find([.. second, 9, 9])));
        Assert.Empty(cache.Find([1, 2, 3]));
    }

    [Fact]
    public unsafe void Find_AfterSplits_StillHoldsTheKeysAndValuesOfEveryToken()
    {
        Gen.Int[0, 2].Array[1, 60].Array[1, 12].Sample(prompts =>
        {
            var cache = new PrefixCache(1 << 22);
            foreach (var prompt in prompts)
            {
                var path = cache.Find(prompt);
                var known = Tokens(path).Length;
                Assert.Equal(prompt[..known], Tokens(path));
                if (known < prompt.Length)
                {
                    cache.Add(path, Filled(prompt[known..], known));
                }

                var position = 0;
                foreach (var segment in cache.Find(prompt))
                {
                    for (var slot = 0; slot < segment.Length; slot++, position++)
                    {
                        var key = segment.Keys(0, 0)[(slot / 8 * 16 * 8) + (3 * 8) + (slot % 8)];
                        var value = segment.Values(0, 0, 1)[(slot * 8) + 2];
                        Assert.Equal((Mark(position, prompt[position], 3), -Mark(position, prompt[position], 10)), (key, value));
                    }
                }

                Assert.Equal(prompt.Length, position);
            }
        });
    }

    [Fact]
    public void Add_LetsGoWhatHasNotBeenUsedForLongest_AndStaysWithinItsMemory()
    {
        var one = Filled(new int[16]).Bytes;
        var cache = new PrefixCache(3 * one);
        int[] Prompt(int number) => [number, .. Enumerable.Range(100, 15)];
        for (var number = 0; number < 3; number++)
        {
            cache.Add([], Filled(Prompt(number)));
        }

        cache.Find(Prompt(0));
        cache.Add([], Filled(Prompt(3)));

        Assert.Equal(3 * one, cache.Bytes);
        Assert.NotEmpty(cache.Find(Prompt(0)));
        Assert.Empty(cache.Find(Prompt(1)));
        Assert.NotEmpty(cache.Find(Prompt(3)));
    }

    [Fact]
    public void Cache_OfNoMemory_KeepsNothing()
    {
        var cache = new PrefixCache(0);

        cache.Add([], Filled([1, 2, 3]));

        Assert.Empty(cache.Find([1, 2, 3]));
        Assert.Equal(0, cache.Bytes);
    }

    [Fact]
    public void Cache_IsSafeForConcurrentUse()
    {
        var cache = new PrefixCache(40 * Filled(new int[16]).Bytes);
        Parallel.For(0, 2_000, number =>
        {
            int[] prompt = [.. Enumerable.Range(0, 16), number % 30, .. Enumerable.Range(number % 7, 20)];
            var path = cache.Find(prompt);
            var known = Tokens(path).Length;
            Assert.Equal(prompt[..known], Tokens(path));
            if (known < prompt.Length)
            {
                cache.Add(path, Filled(prompt[known..], known));
            }
        });
        Assert.InRange(cache.Bytes, 1, 40 * Filled(new int[16]).Bytes);
    }

    private static PromptSegment Filled(int[] tokens, int position = 0)
    {
        var segment = new PromptSegment(_shape, tokens);
        Span<float> key = stackalloc float[16], value = stackalloc float[16];
        for (var slot = 0; slot < tokens.Length; slot++)
        {
            for (var dimension = 0; dimension < 16; dimension++)
            {
                (key[dimension], value[dimension]) = (Mark(position + slot, tokens[slot], dimension),
                    -Mark(position + slot, tokens[slot], dimension));
            }

            segment.Write(0, 0, slot, key, value);
        }

        return segment;
    }

    private static float Mark(int position, int token, int dimension) => (position * 1_000) + (token * 100) + dimension;

    private static int[] Tokens(IReadOnlyList<PromptSegment> path) => [.. path.SelectMany(segment => segment.Tokens)];
}
