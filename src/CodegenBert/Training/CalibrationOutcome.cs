using System.Text.Json.Serialization;

namespace CodegenBert.Training;

/// <summary>How a temperature was found.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CalibrationOutcome>))]
public enum CalibrationOutcome
{
    /// <summary>It makes the validation rows' loss the least.</summary>
    [JsonStringEnumMemberName("fitted")]
    Fitted = 0,

    /// <summary>It is the end of the interval from 0.05 to 20 at which the validation rows' loss is the least; beyond it the loss would still fall. Upwards that says that the logits know less than nothing.</summary>
    [JsonStringEnumMemberName("at_bound")]
    AtBound = 1,

    /// <summary>
    /// The validation rows are all right, so that their loss falls without end as the temperature does: it is the one, 1 at most, at which the mean probability of the n rows is (n + 1) / (n + 2),
    /// Laplace's rule of succession.
    /// </summary>
    [JsonStringEnumMemberName("all_right")]
    AllRight = 2,

    /// <summary>It is 1: each row's logits are all equal, or some are no numbers.</summary>
    [JsonStringEnumMemberName("undetermined")]
    Undetermined = 3,

    /// <summary>It is 1: there are no validation rows.</summary>
    [JsonStringEnumMemberName("no_validation_rows")]
    NoValidationRows = 4,
}
