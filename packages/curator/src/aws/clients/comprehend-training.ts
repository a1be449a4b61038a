// Imported when it is first needed. Separate from the client for classification, so that Lambda bundles do not contain
// it.
export {
  ComprehendClient,
  CreateDocumentClassifierCommand,
  CreateEndpointCommand,
  DeleteEndpointCommand,
  DescribeDocumentClassifierCommand,
  DescribeEndpointCommand,
  paginateListDocumentClassifiers,
  paginateListEndpoints,
  StopTrainingDocumentClassifierCommand,
  UpdateEndpointCommand,
} from '@aws-sdk/client-comprehend';
