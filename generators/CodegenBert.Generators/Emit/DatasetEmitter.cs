using CodegenBert.Generators.Model;
using CodegenBert.Generators.Specs;

namespace CodegenBert.Generators.Emit;

/// <summary>The data set: a typed view of the core's checked rows.</summary>
internal sealed class DatasetEmitter(SpecModel model) : TypeEmitter(model)
{
    private const string Rows = "global::System.Collections.Generic.IReadOnlyList<global::CodegenBert.Data.LabeledTexts>";

    protected override string Suffix => "Dataset";

    protected override string Summary => $"Examples of {Task}, checked: no text is empty, {Rule}";

    protected override string Declaration => $"sealed partial class {Task}Dataset : global::System.Collections.Generic.IReadOnlyList<{Names.Example}>";

    private string Rule => Model.Output.Score is { } score
        ? $"every score lies between {Invariant.Text(score.Minimum)} and {Invariant.Text(score.Maximum)}."
        : "every label is one of the task's.";

    private string Fault => Model.Output.Score is null ? "a label is none of the task's" : "a score lies outside of its range";

    private string Strata => Model.Output.Score is null ? "each label" : "each tenth of the scores";

    private string Columns
    {
        get
        {
            string separated = Model.Output.Kind == OutputKind.MultiLabel ? " (none, one or several labels, as a list or separated by <c>|</c>)" : "";
            return string.Join(", ", Model.Input.Texts.Select(text => Column(text.Name))) + " and " + Column(Model.Output.TargetColumn) + separated;
        }
    }

    protected override void Members(SourceWriter writer)
    {
        Make(writer);
        Read(writer);
        ReadParts(writer);
        Enumerate(writer);
    }

    private void Make(SourceWriter writer) => writer.Lines($$"""
        /// <summary>Takes examples from code.</summary>
        /// <param name="examples">The examples; enumerated once.</param>
        /// <exception cref="global::System.ArgumentNullException"><paramref name="examples"/> or one of them is null.</exception>
        /// <exception cref="global::CodegenBert.Data.DataFileException">A text is empty or {{Fault}}: the message names all such examples, up to twenty.</exception>
        public {{Task}}Dataset(global::System.Collections.Generic.IEnumerable<{{Names.Example}}> examples)
            : this(Checked(examples))
        {
        }

        private {{Task}}Dataset({{Rows}} rows) => Rows = rows;

        /// <summary>How many examples there are.</summary>
        public int Count => Rows.Count;

        internal {{Rows}} Rows { get; }

        /// <summary>The example at an index.</summary>
        /// <param name="index">0 to <see cref="Count"/> - 1.</param>
        /// <returns>The example.</returns>
        public {{Names.Example}} this[int index] => ToExample(Rows[index]);

        /// <inheritdoc cref="{{Task}}Dataset(global::System.Collections.Generic.IEnumerable{{{Names.Example}}})" />
        /// <returns>The examples.</returns>
        public static {{Names.Dataset}} From(global::System.Collections.Generic.IEnumerable<{{Names.Example}}> examples) => new {{Names.Dataset}}(examples);

        /// <summary>Takes examples from code as they come.</summary>
        /// <param name="examples">The examples; enumerated once.</param>
        /// <param name="cancellationToken">Stops the enumeration.</param>
        /// <returns>The examples.</returns>
        /// <exception cref="global::System.ArgumentNullException"><paramref name="examples"/> or one of them is null.</exception>
        /// <exception cref="global::CodegenBert.Data.DataFileException">A text is empty or {{Fault}}: the message names all such examples, up to twenty.</exception>
        public static async global::System.Threading.Tasks.Task<{{Names.Dataset}}> FromAsync(global::System.Collections.Generic.IAsyncEnumerable<{{Names.Example}}> examples, global::System.Threading.CancellationToken cancellationToken = default)
        {
            global::System.ArgumentNullException.ThrowIfNull(examples);
            return new {{Names.Dataset}}(await global::CodegenBert.Runtime.DatasetRuntime.CheckAsync({{Names.Definition}}.Task, global::System.Linq.AsyncEnumerable.Select(examples, ToRow), cancellationToken).ConfigureAwait(false));
        }

        """);

    private void Read(SourceWriter writer) => writer.Lines($$"""
        /// <summary>Reads a data file into memory. Its columns are {{Columns}}. It is TSV, CSV, JSON Lines or Parquet, gzipped or not.</summary>
        /// <param name="path">The file.</param>
        /// <param name="format">How it is written; null for what its name says.</param>
        /// <returns>The examples.</returns>
        /// <exception cref="global::System.ArgumentNullException"><paramref name="path"/> is null.</exception>
        /// <exception cref="global::CodegenBert.Data.DataFileException">The file is missing or malformed, or rows do not fit the task: the message names all of them, up to twenty.</exception>
        public static {{Names.Dataset}} Read(string path, global::CodegenBert.Data.DataFormat? format = null)
        {
            global::System.ArgumentNullException.ThrowIfNull(path);
            return new {{Names.Dataset}}(global::CodegenBert.Runtime.DatasetRuntime.Read({{Names.Definition}}.Task, path, format));
        }

        /// <summary>Reads the bytes of a data file from a stream into memory.</summary>
        /// <param name="stream">The data; left open.</param>
        /// <param name="source">What messages call it.</param>
        /// <param name="format">How it is written; null for what <paramref name="source"/> says, as a file's name would.</param>
        /// <returns>The examples.</returns>
        /// <exception cref="global::System.ArgumentNullException">An argument is null.</exception>
        /// <exception cref="global::CodegenBert.Data.DataFileException">The data is malformed, or rows do not fit the task: the message names all of them, up to twenty.</exception>
        public static {{Names.Dataset}} Read(global::System.IO.Stream stream, string source = "stream", global::CodegenBert.Data.DataFormat? format = null)
        {
            global::System.ArgumentNullException.ThrowIfNull(stream);
            global::System.ArgumentNullException.ThrowIfNull(source);
            return new {{Names.Dataset}}(global::CodegenBert.Runtime.DatasetRuntime.Read({{Names.Definition}}.Task, stream, source, format));
        }

        /// <summary>Checks a data file to its end and leaves its examples there: they are read again whenever they are gone through. For files that are larger than the memory.</summary>
        /// <param name="path">The file, as <see cref="Read(string, global::CodegenBert.Data.DataFormat?)"/> takes it. It must stay as it is while the examples are in use.</param>
        /// <param name="format">How it is written; null for what its name says.</param>
        /// <returns>The examples. One that is asked for by its index takes a search in the file.</returns>
        /// <exception cref="global::System.ArgumentNullException"><paramref name="path"/> is null.</exception>
        /// <exception cref="global::CodegenBert.Data.DataFileException">The file is missing or malformed, or rows do not fit the task: the message names all of them, up to twenty.</exception>
        public static {{Names.Dataset}} Open(string path, global::CodegenBert.Data.DataFormat? format = null)
        {
            global::System.ArgumentNullException.ThrowIfNull(path);
            return new {{Names.Dataset}}(global::CodegenBert.Runtime.DatasetRuntime.Open({{Names.Definition}}.Task, path, format));
        }

        """);

    /// <summary>The files that the spec names.</summary>
    private void ReadParts(SourceWriter writer)
    {
        foreach ((string part, string path) in Model.Data.Files)
        {
            writer.Lines($$"""
                /// <summary>Reads the spec's {{part.ToLowerInvariant()}} file, <c>{{XmlText.Of(path)}}</c>.</summary>
                /// <param name="baseFolder">What its path is relative to; null for the application's base directory.</param>
                /// <returns>The examples.</returns>
                /// <exception cref="global::CodegenBert.Data.DataFileException">The file is missing or malformed, or rows do not fit the task: the message names all of them, up to twenty.</exception>
                public static {{Names.Dataset}} Read{{part}}(string? baseFolder = null) =>
                    Read(global::System.IO.Path.Combine(baseFolder ?? global::System.AppContext.BaseDirectory, {{Names.Definition}}.{{part}}File));

                """);
        }
    }

    private void Enumerate(SourceWriter writer) => writer.Lines($$"""
        /// <summary>Where an example comes from, for messages.</summary>
        /// <param name="index">0 to <see cref="Count"/> - 1.</param>
        /// <returns>File and line, or the example's number.</returns>
        public global::CodegenBert.Data.RowOrigin Origin(int index) => Rows[index].Origin;

        /// <summary>
        /// Splits the examples in two, at random but the same for the same seed. Both parts have {{Strata}} in like share. Examples of one group, and examples of equal texts,
        /// stay together; texts are equal that differ in case and in white space at their ends only.
        /// </summary>
        /// <param name="share">The first part's share, between 0 and 1; met as nearly as examples that stay together allow.</param>
        /// <param name="seed">Decides which examples go where.</param>
        /// <returns>The parts, each in the order of these examples.</returns>
        /// <exception cref="global::System.ArgumentOutOfRangeException"><paramref name="share"/> is not between 0 and 1.</exception>
        /// <exception cref="global::CodegenBert.Data.DataFileException">A part would be empty.</exception>
        public ({{Names.Dataset}} Train, {{Names.Dataset}} Remainder) Split(double share, int seed = 42)
        {
            ({{Rows}} train, {{Rows}} remainder) = global::CodegenBert.Runtime.DatasetRuntime.Split({{Names.Definition}}.Task, Rows, share, seed);
            return (new {{Names.Dataset}}(train), new {{Names.Dataset}}(remainder));
        }

        /// <summary>Goes through the examples.</summary>
        /// <returns>The enumerator.</returns>
        public global::System.Collections.Generic.IEnumerator<{{Names.Example}}> GetEnumerator()
        {
            foreach (global::CodegenBert.Data.LabeledTexts row in Rows)
            {
                yield return ToExample(row);
            }
        }

        global::System.Collections.IEnumerator global::System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();

        private static {{Rows}} Checked(global::System.Collections.Generic.IEnumerable<{{Names.Example}}> examples)
        {
            global::System.ArgumentNullException.ThrowIfNull(examples);
            return global::CodegenBert.Runtime.DatasetRuntime.Check({{Names.Definition}}.Task, global::System.Linq.Enumerable.Select(examples, ToRow));
        }

        private static global::CodegenBert.Data.LabeledTexts ToRow({{Names.Example}} example, int index)
        {
            global::System.ArgumentNullException.ThrowIfNull(example);
            string origin = "example " + (index + 1).ToString(global::System.Globalization.CultureInfo.InvariantCulture);
            return new global::CodegenBert.Data.LabeledTexts({{Names.Input}}.ToTexts(example.Input), {{Target.ToRowTarget("example")}}, new global::CodegenBert.Data.RowOrigin(origin, 0))
            {
                Weight = example.Weight,
                Group = example.Group,
            };
        }

        private static {{Names.Example}} ToExample(global::CodegenBert.Data.LabeledTexts row) =>
            new {{Names.Example}}({{(Model.Input.Second is null ? "row.Input.First" : "row.Input.First, row.Input.Second!")}}, {{Target.FromRowTarget("row.Target")}})
            {
                Weight = row.Weight,
                Group = row.Group,
            };
        """);

    private string Column(string name)
    {
        string column = Model.Data.Columns.Renamed.FirstOrDefault(renamed => renamed.Name == name)?.Column ?? name;
        return $"<c>{XmlText.Of(column)}</c>";
    }
}
