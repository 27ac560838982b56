global using NtGlass.Abi;
global using Xunit;
