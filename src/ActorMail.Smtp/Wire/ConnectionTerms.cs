using System.Net;

namespace ActorMail.Smtp.Wire;

/// <summary>What all connections of a node have in common.</summary>
/// <param name="EhloName">The name given in EHLO.</param>
/// <param name="IsLoopback">Which peers may get credentials in plain text.</param>
internal sealed record ConnectionTerms(string EhloName, TimeProvider Time, Func<IPAddress, bool> IsLoopback, PipeliningTrust Pipelining);
