namespace CodegenBert.Generators.Tests.Mutation;

/// <summary>What the generator made of a mutated file.</summary>
/// <param name="Seed">The file's.</param>
/// <param name="Files">How many files of code it gave.</param>
/// <param name="Errors">How many errors it was given.</param>
/// <param name="Milliseconds">The time of the run.</param>
/// <param name="Fault">What must not be; null if all is well.</param>
internal sealed record MutationOutcome(int Seed, int Files, int Errors, double Milliseconds, string? Fault);
