namespace Grlm.Torch;

/// <summary>A learning rate that rises linearly from zero and then falls to zero along half a cosine.</summary>
/// <param name="Peak">Highest rate.</param>
/// <param name="WarmupSteps">Steps of the rise.</param>
/// <param name="TotalSteps">Steps in all.</param>
internal sealed record LearningRateSchedule(double Peak, int WarmupSteps, int TotalSteps)
{
    /// <summary>The rate of a step, counted from zero.</summary>
    public double At(int step)
    {
        if (step < WarmupSteps)
        {
            return Peak * (step + 1) / WarmupSteps;
        }

        var progress = (double)(step - WarmupSteps) / Math.Max(1, TotalSteps - WarmupSteps);
        return HalfCosine(Peak, Math.Min(1, progress));
    }

    /// <summary>The fall alone: half a cosine from the peak at progress 0 to zero at progress 1.</summary>
    public static double HalfCosine(double peak, double progress) => peak * 0.5 * (1 + Math.Cos(Math.PI * progress));
}
