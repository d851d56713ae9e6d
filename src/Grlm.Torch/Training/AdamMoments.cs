namespace Grlm.Torch;

/// <summary>The running means of Adam (Kingma and Ba, ICLR 2015).</summary>
/// <param name="Beta1">Decay of the mean gradient.</param>
/// <param name="Beta2">Decay of the mean squared gradient.</param>
/// <param name="Epsilon">What keeps the step from dividing by zero.</param>
internal sealed record AdamMoments(double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-8);
