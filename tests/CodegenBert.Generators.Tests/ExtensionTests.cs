using System.Reflection;
using CodegenBert.Generators.Tests.Running;

namespace CodegenBert.Generators.Tests;

/// <summary>What users add to the generated types, which are partial.</summary>
public class ExtensionTests
{
    private const string Additions = """
        #nullable enable
        #pragma warning disable CS1591 // The user documents nothing.
        namespace Contoso;

        public interface IHasLength { int Length { get; } }

        public sealed partial record MoodInput : IHasLength
        {
            public int Length => Text.Length;

            public override string ToString() => "<" + Text + ">";

            static partial void CheckText(string property, string text)
            {
                if (text.Length > 10)
                {
                    throw new System.ArgumentException(property + " is too long.");
                }
            }
        }

        public static class Program
        {
            public static object Length() => ((IHasLength)new MoodInput("fine")).Length;

            public static object Text() => new MoodInput("fine").ToString();

            public static object Changed() => (new MoodInput("fine") with { Text = "well" }).Text;

            public static object LongInput() => new MoodInput("eleven sign");

            public static object LongChange() => new MoodInput("fine") with { Text = "eleven sign" };

            public static object LongExample() => new MoodExample("eleven sign", MoodLabel.Good);
        }
        """;

    private static readonly Assembly s_assembly = Load();

    [Theory]
    [InlineData("Length", "4")]
    [InlineData("Text", "<fine>")]
    [InlineData("Changed", "well")]
    public void AreUsed(string method, string expected) => Assert.Equal(expected, Call(method).ToString());

    [Theory]
    [InlineData("LongInput")]
    [InlineData("LongChange")]
    [InlineData("LongExample")]
    public void CheckEachText(string method) =>
        Assert.Equal("Text is too long.", Assert.IsType<ArgumentException>(Assert.Throws<TargetInvocationException>(() => Call(method)).InnerException).Message);

    private static object Call(string method) => s_assembly.GetType("Contoso.Program")!.GetMethod(method)!.Invoke(null, null)!;

    private static Assembly Load()
    {
        using var image = new MemoryStream();
        var compiled = UserCode.With(GeneratorRun.OfSpec("task: Mood\nlabels: [good, bad]\nencoder: minilm-l6"), Additions).Emit(image);
        Assert.Empty(compiled.Diagnostics);
        return Assembly.Load(image.ToArray());
    }
}
