using CodegenBert.Tasks;

namespace CodegenBert.Training;

/// <summary>
/// The learning rate of a step as a share of its peak: a linear rise over the warm-up, then the schedule
/// (transformers' <c>get_linear_schedule_with_warmup</c> and its siblings). The first step of a warm-up has rate 0.
/// </summary>
internal static class RateMultiplier
{
    /// <summary>The multiplier, 0 to 1.</summary>
    /// <param name="schedule">The shape after the warm-up.</param>
    /// <param name="step">0-based step.</param>
    /// <param name="warmUpSteps">Steps of the warm-up.</param>
    /// <param name="totalSteps">Steps of the run.</param>
    public static double At(RateSchedule schedule, int step, int warmUpSteps, int totalSteps)
    {
        if (step < warmUpSteps)
        {
            return step / (double)warmUpSteps;
        }

        double progress = (step - warmUpSteps) / (double)Math.Max(1, totalSteps - warmUpSteps);
        return schedule switch
        {
            RateSchedule.Constant => 1,
            RateSchedule.Cosine => Math.Max(0, 0.5 * (1 + Math.Cos(Math.PI * progress))),
            _ => Math.Max(0, 1 - progress),
        };
    }
}
