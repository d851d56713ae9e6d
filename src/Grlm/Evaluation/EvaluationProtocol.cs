namespace Grlm;

/// <summary>Says what history is shown and what may be recommended.</summary>
public enum EvaluationProtocol
{
    /// <summary>
    /// GRLM paper's: history = the last 20 interactions less the target; nothing is filtered, so items already in the history may come
    /// again.
    /// </summary>
    Paper,

    /// <summary>History as long as the model takes; items already in the history are removed from what is recommended.</summary>
    Filtered,

    /// <summary>As <see cref="Filtered"/>, on a dataset that was imported with a cut in time: see <see cref="TemporalSplit"/>.</summary>
    Temporal,
}
