namespace CodegenBert.Evaluation;

/// <summary>The probability of a label among several, which does not depend on the others.</summary>
internal static class Sigmoid
{
    /// <summary>1 / (1 + e^-x), computed in double and rounded once.</summary>
    /// <param name="logit">The label's logit.</param>
    public static float Of(float logit) => (float)(1 / (1 + Math.Exp(-(double)logit)));

    /// <summary>Binary cross-entropy in nats, from the logit, so that a probability near 0 or 1 loses nothing: max(x, 0) - x y + ln(1 + e^-|x|).</summary>
    /// <param name="logit">The label's logit.</param>
    /// <param name="actual">Whether the row has the label.</param>
    public static double Loss(double logit, bool actual) => Math.Max(logit, 0) - (actual ? logit : 0) + double.LogP1(Math.Exp(-Math.Abs(logit)));
}
