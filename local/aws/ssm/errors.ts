import { AwsError } from '../aws-error.ts';
import type { InputErrors } from '../parse-input.ts';

export function ssmError(
  type: 'ParameterAlreadyExists' | 'ParameterNotFound' | 'ValidationException',
  message: string,
): AwsError {
  return new AwsError(type, message);
}

export const SSM_INPUT_ERRORS: InputErrors = {
  missing: (parameter) => ssmError('ValidationException', `the request must contain ${parameter}`),
  wrongType: (parameter, reason) => ssmError('ValidationException', `${parameter}: ${reason}`),
};
