using System.Runtime.InteropServices;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>IO_STATUS_BLOCK as it lies in guest memory.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct IoStatusBlock(NtStatus Status, uint Information);
