using CodegenBert.Data;

namespace CodegenBert.Tests.Data;

public sealed class RowTargetTests
{
    [Fact]
    public void Labels_are_a_set_in_ascending_order()
    {
        Assert.Equal([0, 2, 5], RowTarget.Labels(5, 0, 2, 5).LabelIndices);
        Assert.Equal(RowTarget.Labels(2, 1), RowTarget.Labels(1, 2, 2));
        Assert.Equal(RowTarget.Labels(2, 1).GetHashCode(), RowTarget.Labels(1, 2).GetHashCode());
    }

    [Fact]
    public void Kinds_and_values_tell_targets_apart()
    {
        RowTarget[] targets = [RowTarget.Label(0), RowTarget.Label(1), RowTarget.Labels(), RowTarget.Labels(0), RowTarget.Labels(1), RowTarget.Score(0), RowTarget.Score(1)];

        Assert.Equal(targets.Length, targets.Distinct().Count());
    }

    [Fact]
    public void A_target_is_not_read_as_another_kind()
    {
        Assert.Equal("The row's target is of the kind SingleLabel, not MultiLabel.", Assert.Throws<InvalidOperationException>(() => RowTarget.Label(1).LabelIndices).Message);
        Assert.Throws<InvalidOperationException>(() => RowTarget.Labels(1).ScoreValue);
        Assert.Throws<InvalidOperationException>(() => RowTarget.Score(1).LabelIndex);
    }

    [Fact]
    public void It_shows_its_value() => Assert.Equal("3 {0, 2} 1.5", $"{RowTarget.Label(3)} {RowTarget.Labels(2, 0)} {RowTarget.Score(1.5f)}");
}
