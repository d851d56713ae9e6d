namespace Grlm.Torch;

/// <summary>Says how a learning rate goes on after its warm-up.</summary>
public enum LearningRateDecay
{
    /// <summary>Down to zero along half a cosine.</summary>
    Cosine,

    /// <summary>Down to zero in a straight line.</summary>
    Linear,

    /// <summary>Stays at its peak.</summary>
    Constant,
}
