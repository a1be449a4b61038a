import type { Refusal } from '../dialect-kit/serving/upstream.ts';

/** Reads the answers of a dialect's `refuse`. */
export function refusedBy(refuse: (refusal: Refusal) => Response) {
  return async (refusal: Refusal) => {
    const response = refuse(refusal);
    return { status: response.status, headers: response.headers, body: await response.json() };
  };
}

/** Reads the answers of the `refuse` of an AWS service, which has the error's name in a header. */
export function refusedByAws(refuse: (refusal: Refusal) => Response) {
  const refused = refusedBy(refuse);
  return async (refusal: Refusal) => {
    const { headers, ...answer } = await refused(refusal);
    return { name: headers.get('x-amzn-ErrorType'), ...answer };
  };
}
