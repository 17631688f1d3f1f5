using System.Collections;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace CodegenBert.Generators.Tests.Running;

/// <summary>All that a value keeps alive.</summary>
internal static class ObjectGraph
{
    /// <summary>Each object that can be reached through fields and items, once; a rule of the catalogue is a leaf.</summary>
    public static IReadOnlyCollection<object> Of(object root)
    {
        HashSet<object> found = new(ReferenceEqualityComparer.Instance);
        Stack<object?> open = new([root]);
        while (open.TryPop(out object? value))
        {
            if (value is null or string or DiagnosticDescriptor or Type || value.GetType().IsPrimitive || value.GetType().IsEnum || !found.Add(value))
            {
                continue;
            }

            foreach (object? part in value is Array items ? items : Parts(value))
            {
                open.Push(part);
            }
        }

        return found;
    }

    private static IEnumerable Parts(object value)
    {
        for (Type? type = value.GetType(); type is not null; type = type.BaseType)
        {
            foreach (FieldInfo field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                yield return field.GetValue(value);
            }
        }
    }
}
