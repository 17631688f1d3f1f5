using CodegenBert.Data;
using CodegenBert.Tasks;
using CodegenBert.Tests.Tiny;
using CodegenBert.Training;

namespace CodegenBert.Tests.Training;

/// <summary>Weights of the classes, by scikit-learn's formula n / (classes * count) and the labels' own.</summary>
public sealed class ClassWeightsTests
{
    [Fact]
    public void Classes_without_weights_of_their_own_have_none() =>
        Assert.Null(ClassWeights.Of(Of("a", "b"), ClassWeighting.None, Rows(0, 0, 0, 1)));

    [Fact]
    public void Balanced_weights_are_scikit_learns() =>
        Assert.Equal([8 / (3 * 5f), 8 / (3 * 2f), 8 / (3 * 1f)], ClassWeights.Of(Of("a", "b", "c"), ClassWeighting.Balanced, Rows(0, 0, 0, 0, 0, 1, 1, 2))!);

    [Fact]
    public void A_class_without_rows_is_not_counted_and_has_weight_1() =>
        Assert.Equal([4 / (2 * 3f), 4 / (2 * 1f), 1], ClassWeights.Of(Of("a", "b", "c"), ClassWeighting.Balanced, Rows(0, 0, 0, 1))!);

    [Fact]
    public void The_labels_own_weights_are_factors()
    {
        TaskDefinition task = Of("a", "b") with { Labels = new([new("A", "a") { Weight = 0.5 }, new("B", "b") { Weight = 3 }]) };

        Assert.Equal([0.5f, 3], ClassWeights.Of(task, ClassWeighting.None, Rows(0, 1))!);
        Assert.Equal([0.5f * 4 / (2 * 3f), 3 * 4 / (2 * 1f)], ClassWeights.Of(task, ClassWeighting.Balanced, Rows(0, 0, 0, 1))!);
    }

    [Fact]
    public void Of_several_labels_each_is_balanced_against_its_absence()
    {
        RowTarget[] rows = [RowTarget.Labels(0), RowTarget.Labels(0, 1), RowTarget.Labels(0), RowTarget.Labels()];

        // 1 without and 3 with; 3 without and 1 with; a label that no row has cannot be balanced.
        Assert.Equal([1 / 3f, 3, 1], ClassWeights.Of(TinyOutputs.Topics(), ClassWeighting.Balanced, rows)!);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_label_cannot_have_a_weight_that_is_no_number_above_0(double weight) =>
        Assert.Contains(
            "The weight of the label `a` must be a number above 0.",
            Assert.Throws<ArgumentOutOfRangeException>(() => new LabelDefinition("A", "a") { Weight = weight }).Message,
            StringComparison.Ordinal);

    private static TaskDefinition Of(params string[] labels) => TinyTask.Of(null, null, labels);

    private static RowTarget[] Rows(params int[] labels) => [.. labels.Select(RowTarget.Label)];
}
