namespace Grlm;

/// <summary>Names a form in which instruction samples are written, a JSON object a line.</summary>
public enum InstructionFormat
{
    /// <summary>Ours, which <c>grlm model tune</c> reads: <c>task</c>, and <c>messages</c> as OpenAI has them.</summary>
    Grlm,

    /// <summary>Alpaca form of LLaMA-Factory: <c>instruction</c>, <c>input</c>, <c>output</c>, <c>system</c>.</summary>
    Alpaca,

    /// <summary>ShareGPT form of LLaMA-Factory: <c>conversations</c> of <c>from</c> and <c>value</c>, <c>system</c>.</summary>
    Sharegpt,

    /// <summary>OpenAI's form for tuning chat models: <c>messages</c> of <c>role</c> and <c>content</c>, and nothing else.</summary>
    Openai,
}
