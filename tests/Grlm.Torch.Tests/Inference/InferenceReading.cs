namespace Grlm.Torch.Tests;

/// <summary>Asks the managed network what follows a text, with the text cut into stretches in any way.</summary>
internal static class InferenceReading
{
    /// <summary>Logits of all tokens behind a text.</summary>
    /// <param name="network">The network.</param>
    /// <param name="text">The text.</param>
    /// <param name="cuts">Where new stretches begin; places beyond the last token but one are passed over.</param>
    /// <param name="companions">Texts that go through the network beside it.</param>
    public static float[] LogitsBehind(InferenceNetwork network, int[] text, int[] cuts, params int[][] companions)
    {
        var pass = new DecodePass(network.Shape.Group);
        var pool = new Stack<AlignedBuffer<float>>();
        var tail = new BeamTail(network.Shape, text[^1], pool);
        List<PromptSegment> past = [];
        int[] bounds = [0, .. cuts.Where(cut => cut > 0 && cut < text.Length - 1).Distinct().Order(), text.Length - 1];
        for (var part = 0; part + 1 < bounds.Length && bounds[part] < bounds[part + 1]; part++)
        {
            var segment = new PromptSegment(network.Shape, text[bounds[part]..bounds[part + 1]]);
            pass.Clear();
            pass.Add(new PassSequence([.. past], tail) { Segment = segment, Slots = 0..segment.Length });
            network.Read(pass, [], bestCount: 0);
            past.Add(segment);
        }

        pass.Clear();
        network.Scores.Clear();
        foreach (var companion in companions)
        {
            var segment = new PromptSegment(network.Shape, companion);
            pass.Add(new PassSequence([], new BeamTail(network.Shape, 0, pool)) { Segment = segment, Slots = 0..segment.Length });
        }

        network.Scores.Add([.. Enumerable.Range(0, network.Config.VocabularySize)]);
        pass.Add(new PassSequence(past, tail) { TailSlots = [0] });
        network.Read(pass, [pass.Rows.Count - 1], bestCount: 0);
        return network.Scores.Logits(0).ToArray();
    }
}
