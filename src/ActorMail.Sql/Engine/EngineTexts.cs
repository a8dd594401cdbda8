namespace ActorMail.Engine;

/// <summary>The few pieces of SQL in which the engines differ; every other text both read.</summary>
/// <param name="Clock">Gives the database's clock in unix milliseconds.</param>
/// <param name="ForUpdate">Ends a query whose rows nobody else may change until the commit.</param>
/// <param name="SkipLocked">The same, leaving out rows that another transaction has locked.</param>
/// <param name="EndEarlierLeases">Ends the leases of runs that <c>@me</c>, a new one, shows to be over.</param>
internal sealed record EngineTexts(string Clock, string ForUpdate, string SkipLocked, string EndEarlierLeases);
