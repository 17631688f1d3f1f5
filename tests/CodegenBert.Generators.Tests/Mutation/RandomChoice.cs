namespace CodegenBert.Generators.Tests.Mutation;

/// <summary>Draws from lists.</summary>
internal static class RandomChoice
{
    public static T OneOf<T>(this Random random, IReadOnlyList<T> items) => items[random.Next(items.Count)];
}
