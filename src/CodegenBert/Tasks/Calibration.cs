namespace CodegenBert.Tasks;

/// <summary>How a classifier's probabilities are made to say how often it is right.</summary>
public enum Calibration
{
    /// <summary>They are the softmax of the logits as they are.</summary>
    None = 0,

    /// <summary>
    /// The logits are divided by one number, the temperature, which makes the validation rows' loss the least (Guo et al. 2017, "On Calibration of Modern Neural
    /// Networks", section 4.2); the predicted label does not change. Without validation rows nothing is done. Only for one label.
    /// </summary>
    Temperature = 1,
}
