using CsCheck;

namespace Grlm.Tests;

public sealed class ThoughtsTests
{
    private static readonly (string Open, string Close)[] _tags =
    [
        ("<think>", "</think>"), ("<thinking>", "</thinking>"), ("<Thought>", "</Thought>"), ("<reasoning>", "</reasoning>"),
        ("<seed:think>", "</seed:think>"),
        ("[THINK]", "[/THINK]"), ("<|begin_of_thought|>", "<|end_of_thought|>"), ("◁think▷", "◁/think▷"),
        ("<|START_THINKING|>", "<|END_THINKING|>"), ("<think reason=\"x\">", "</think>"),
        ("<inner_monologue>", "</inner_monologue>"), ("<thinking_process>", "</thinking_process>"), ("<cot>", "</cot>"),
        ("<|inner_prefix|>", "<|inner_suffix|>"),
        ("<|channel|>analysis<|message|>", "<|end|><|start|>assistant<|channel|>final<|message|>"),
    ];

    private static readonly Gen<(string Open, string Close)> _tag = Gen.Int[0, _tags.Length - 1].Select(place => _tags[place]);
    private static readonly Gen<string> _words = Gen.String[Gen.Char["ab ,.[]\"\n"], 0, 30];

    [Fact]
    public void Without_LeavesWhatIsSaid_WhateverIsThought() => Gen.Select(_tag, _words, _words).Sample((tag, thought, answer) =>
    {
        Assert.Equal((answer, false), Thoughts.Part($"{tag.Open}{thought}{tag.Close}{answer}"));
        Assert.Equal((answer, false), Thoughts.Part($"{thought}{tag.Close}{answer}")); // The opening tag stands in the prompt.
        Assert.Equal((answer, false), Thoughts.Part($"{tag.Open}{thought}{tag.Open}{thought}{tag.Close}{answer}"));
        Assert.Equal((answer, false), Thoughts.Part($"{tag.Open}{thought}{tag.Open}{thought}{tag.Close}{thought}{tag.Close}{answer}"));
        Assert.Equal((answer, false), Thoughts.Part($"{tag.Open}{thought}{tag.Close}{tag.Open}{thought}{tag.Close}{answer}"));
    });

    [Fact]
    public void Without_LeavesNothingOfAThoughtThatIsNeverClosed() => Gen.Select(_tag, _words, _words).Sample((tag, thought, before) =>
    {
        Assert.Equal(("", true), Thoughts.Part($"{tag.Open}{thought}"));
        Assert.Equal((before, true), Thoughts.Part($"{before}{tag.Open}{thought}"));
        Assert.Empty(TermAnswer.Parse($"{tag.Open}[cup, mug, aa, bb, cc] {thought}"));
    });

    [Fact]
    public void Without_LeavesTextWithoutThoughtsAsItIs() => _words.Sample(text => Assert.Equal((text, false), Thoughts.Part(text)));

    [Theory]
    [InlineData("analysisWe need [a, b]. Fine.assistantfinal[c, d]", "[c, d]", false)]
    [InlineData("analysisWe need [a, b]. And", "", true)]
    [InlineData("Here is my thought process:\n[a, b]?\n\nHere is my response:\n[c, d]", "\n[c, d]", false)]
    [InlineData("Here is my thought process: maybe [a, b]", "", true)]
    [InlineData("[a, b] Here is my thought process: those fit.", "[a, b] Here is my thought process: those fit.", false)]
    [InlineData("analysis, report, paper", "analysis, report, paper", false)]
    [InlineData("<think>a [THINK] b</think>c", "c", false)]
    [InlineData("[thinking, think, thought]", "[thinking, think, thought]", false)]
    [InlineData(
        "<|channel|>analysis<|message|>hm<|end|><|start|>assistant<|channel|>commentary " +
            "to=x<|message|>y<|end|><|channel|>final<|message|>[c, d]", "[c, d]", false)]
    public void Without_KnowsTheOtherForms(string text, string answer, bool areOpen)
    => Assert.Equal((answer, areOpen), Thoughts.Part(text));
}
