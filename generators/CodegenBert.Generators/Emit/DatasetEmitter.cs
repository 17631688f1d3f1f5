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

    private string Columns
    {
        get
        {
            string separated = Model.Output.Kind == OutputKind.MultiLabel ? " (none, one or several labels, separated by <c>|</c>)" : "";
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

        """);

    private void Read(SourceWriter writer) => writer.Lines($$"""
        /// <summary>Reads a UTF-8 TSV file whose header names the columns {{Columns}}.</summary>
        /// <param name="path">The file.</param>
        /// <returns>The examples.</returns>
        /// <exception cref="global::System.ArgumentNullException"><paramref name="path"/> is null.</exception>
        /// <exception cref="global::CodegenBert.Data.DataFileException">The file is missing or malformed, or rows do not fit the task: the message names all of them, up to twenty.</exception>
        public static {{Names.Dataset}} Read(string path)
        {
            global::System.ArgumentNullException.ThrowIfNull(path);
            return new {{Names.Dataset}}(global::CodegenBert.Runtime.DatasetRuntime.Read({{Names.Definition}}.Task, path));
        }

        /// <summary>Reads UTF-8 TSV whose header names the columns {{Columns}}.</summary>
        /// <param name="stream">The data; left open.</param>
        /// <param name="source">What messages call it.</param>
        /// <returns>The examples.</returns>
        /// <exception cref="global::System.ArgumentNullException">An argument is null.</exception>
        /// <exception cref="global::CodegenBert.Data.DataFileException">The data is malformed, or rows do not fit the task: the message names all of them, up to twenty.</exception>
        public static {{Names.Dataset}} Read(global::System.IO.Stream stream, string source = "stream")
        {
            global::System.ArgumentNullException.ThrowIfNull(stream);
            global::System.ArgumentNullException.ThrowIfNull(source);
            return new {{Names.Dataset}}(global::CodegenBert.Runtime.DatasetRuntime.Read({{Names.Definition}}.Task, stream, source));
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
            return new global::CodegenBert.Data.LabeledTexts({{Names.Input}}.ToTexts(example.Input), {{Target.ToRowTarget("example")}}, new global::CodegenBert.Data.RowOrigin(origin, 0));
        }

        private static {{Names.Example}} ToExample(global::CodegenBert.Data.LabeledTexts row) =>
            new {{Names.Example}}({{(Model.Input.Second is null ? "row.Input.First" : "row.Input.First, row.Input.Second!")}}, {{Target.FromRowTarget("row.Target")}});
        """);

    private string Column(string name)
    {
        string column = Model.Data.Columns.Renamed.FirstOrDefault(renamed => renamed.Name == name)?.Column ?? name;
        return $"<c>{XmlText.Of(column)}</c>";
    }
}
