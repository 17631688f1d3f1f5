namespace CodegenBert.Data;

/// <summary>What a row of a task's data has.</summary>
internal enum TaskField
{
    /// <summary>The only text, or the first of a pair.</summary>
    First = 0,

    /// <summary>The second text of a pair.</summary>
    Second = 1,

    /// <summary>The label, the labels or the score.</summary>
    Target = 2,

    /// <summary>How much the row weighs in the loss.</summary>
    Weight = 3,

    /// <summary>The group that the row belongs to.</summary>
    Group = 4,
}
