namespace System.Runtime.CompilerServices
{
    /// <summary>The compiler wants this type for records; netstandard2.0 does not have it.</summary>
    static class IsExternalInit;
}

namespace System.Diagnostics.CodeAnalysis
{
    /// <summary>The compiler reads this attribute by name; netstandard2.0 does not have it.</summary>
    [AttributeUsage(AttributeTargets.Parameter)]
    sealed class NotNullWhenAttribute(bool returnValue) : Attribute
    {
        public bool ReturnValue { get; } = returnValue;
    }
}
