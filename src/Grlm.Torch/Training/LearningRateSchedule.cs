namespace Grlm.Torch;

/// <summary>Computes a learning rate that rises linearly and then falls, or stays.</summary>
/// <param name="Peak">Highest rate.</param>
/// <param name="WarmupSteps">Steps of the rise.</param>
/// <param name="TotalSteps">Steps in all.</param>
/// <param name="Decay">What follows the rise.</param>
/// <param name="FirstStepRests">
/// Whether the rise begins with a step at rate zero, as the schedules of Hugging Face transformers do; otherwise the first step already
/// moves, and the last one of the warm-up is at the peak.
/// </param>
internal sealed record LearningRateSchedule(
    double Peak, int WarmupSteps, int TotalSteps, LearningRateDecay Decay = LearningRateDecay.Cosine, bool FirstStepRests = false)
{
    /// <summary>Returns the rate of a step, counted from zero.</summary>
    public double At(int step)
    {
        if (step < WarmupSteps)
        {
            return Peak * (FirstStepRests ? step : step + 1) / WarmupSteps;
        }

        var progress = Math.Min(1, (double)(step - WarmupSteps) / Math.Max(1, TotalSteps - WarmupSteps));
        return Decay switch
        {
            LearningRateDecay.Cosine => HalfCosine(Peak, progress),
            LearningRateDecay.Linear => Peak * (1 - progress),
            _ => Peak,
        };
    }

    /// <summary>Returns the fall alone: half a cosine from the peak at progress 0 to zero at progress 1.</summary>
    public static double HalfCosine(double peak, double progress) => peak * 0.5 * (1 + Math.Cos(Math.PI * progress));
}
